"""A simulated phone screen, for tap questions and practice: what stands on it and what can be tapped."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from learning.quizzes.pieces import (
    Icon,
    Id,
    MaybeSay,
    PictureFile,
    Piece,
    Say,
    refuse_repeated,
    wrong,
)

Shape = Literal["tile", "row", "button", "key", "toggle", "field", "bubble", "notice", "text", "picture"]
Layout = Literal["home", "list", "chat", "page", "dialog", "camera", "call"]


class Element(Piece):
    """One thing on a screen; tappable when it leads somewhere, is the right place, or explains itself."""

    id: Id
    shape: Annotated[Shape, Field(alias="as")]
    say: Say
    icon: Icon | None = None
    detail: MaybeSay = None
    kind: Literal["main", "go", "stop"] | None = None
    on: bool | None = None
    side: Literal["me", "them"] | None = None
    file: PictureFile | None = None
    to: Id | None = None
    why: MaybeSay = None
    right: bool = False

    @property
    def tappable(self) -> bool:
        """Whether a finger on it does or says anything."""
        return bool(self.to or self.right or self.why)

    @model_validator(mode="after")
    def _only_what_fits_its_shape(self) -> Self:
        if self.on is not None and self.shape != "toggle":
            raise wrong("shape", "Chỉ toggle mới có on.")
        if self.side is not None and self.shape != "bubble":
            raise wrong("shape", "Chỉ bubble mới có side.")
        if (self.file is not None) != (self.shape == "picture"):
            raise wrong("shape", "picture phải có file, và chỉ picture mới có file.")
        if self.shape == "bubble" and self.side is None:
            raise wrong("shape", "bubble phải có side: me hoặc them.")
        return self


class Phone(Piece):
    """A screen as it is drawn."""

    title: Say
    layout: Layout
    elements: Annotated[tuple[Element, ...], Field(min_length=1, max_length=12)]

    @model_validator(mode="after")
    def _each_element_has_its_own_id(self) -> Self:
        refuse_repeated([element.id for element in self.elements], "elements")
        return self

    @property
    def tappable(self) -> tuple[Element, ...]:
        """The elements a finger can do something with, in the order they stand."""
        return tuple(element for element in self.elements if element.tappable)
