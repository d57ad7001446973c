"""radio.md: `# Title`, then plain paragraphs with a blank line between them, for one voice."""

from dataclasses import dataclass, field

from learning.catalog.asides import Complain, without_asides
from learning.catalog.content import Radio


@dataclass(slots=True)
class Script:
    """A loudspeaker script as read: each paragraph with its line."""

    title: str = ""
    paragraphs: list[tuple[int, str]] = field(default_factory=list)

    @property
    def texts(self) -> list[tuple[int, str]]:
        """All that is read out, each with its line."""
        return [(1, self.title), *self.paragraphs] if self.title else self.paragraphs

    @property
    def radio(self) -> Radio | None:
        """What is said; None while title or words are missing."""
        if not (self.title and self.paragraphs):
            return None
        return Radio(self.title, tuple(text for _, text in self.paragraphs))


def read_radio(source: str, complain: Complain) -> Script:
    """Read a script; what is wrong is told to `complain` with its line."""
    lines = without_asides(source, complain).splitlines() or [""]
    script = Script(lines[0].removeprefix("# ").strip() if lines[0].startswith("# ") else "")
    is_open = False
    for number, line in enumerate(lines[1:], 2):
        text = " ".join(line.split())
        if text and is_open:
            before, words = script.paragraphs[-1]
            script.paragraphs[-1] = (before, f"{words} {text}")
        elif text:
            script.paragraphs.append((number, text))
        is_open = bool(text)
    if not script.title:
        complain(1, "Dòng đầu là tên bài nói, viết sau dấu # và một dấu cách.")
    elif not script.paragraphs:
        complain(1, "Bài nói mới có tên, chưa có lời nào.")
    return script
