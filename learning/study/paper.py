"""What a module gives to be printed: its note card, and its script for the commune loudspeaker."""

from dataclasses import dataclass

from learning.catalog.content import Catalog, Course, Module, Radio
from learning.catalog.lesson import PictureBlock
from learning.catalog.wording import syllables
from learning.i18n import format_date
from learning.study import addresses

# Read slowly into the open air, with a breath between paragraphs: less than half of the 313 syllables a
# minute of Vietnamese read aloud in a room (Pellegrino, Coupé & Marsico 2011, Language 87, 539–558).
SYLLABLES_A_MINUTE = 140


@dataclass(frozen=True, slots=True)
class NotePage:
    """A note card. `address` is the site's, as one writes it on paper; empty where it has none outside."""

    module: Module
    course: Course
    address: str
    module_url: str
    radio_url: str | None

    @property
    def picture(self) -> PictureBlock | None:
        return self.module.cover

    def picture_url(self, file: str) -> str:
        return addresses.picture(self.module, file)


def note(catalog: Catalog, found: Module, public_url: str) -> NotePage:
    return NotePage(
        module=found,
        course=catalog.course(found.course_id),
        address=public_url.partition("://")[2],
        module_url=addresses.module(found),
        radio_url=addresses.radio(found),
    )


@dataclass(frozen=True, slots=True)
class RadioPage:
    """A script to be read out. `checked_on`: when the module was last held against its sources."""

    module: Module
    script: Radio
    minutes: int
    checked_on: str
    module_url: str


def radio(found: Module, script: Radio) -> RadioPage:
    return RadioPage(
        module=found,
        script=script,
        minutes=minutes_of(script),
        checked_on=format_date(found.reviewed_on, "long"),
        module_url=addresses.module(found),
    )


def minutes_of(script: Radio) -> int:
    """About how long it takes to read it out; at least one minute."""
    return max(1, round(sum(syllables(each) for each in script.paragraphs) / SYLLABLES_A_MINUTE))
