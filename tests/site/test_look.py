"""The look keeps its promises: weight, contrast in light and dark, every icon that others name."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest

from learning.accounts.rules import PICTURES
from learning.quizzes.icons import ICONS
from learning.web.assets import Assets

ASKED = re.compile(r'\b(?:icon|draw)\("([\w-]+)"\)|\bicon(?:_after)?="([\w-]+)"')
STATIC = Path(__file__).resolve().parent.parent.parent / "static"
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
LIVING = (STATIC / "css" / "living.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "sheet", "sunk")
SPRITE_OWN = {"dau-hieu", "may-in", "thong-tin", "thu-lai"}

Colours = dict[str, str]


def colours(css: str) -> Colours:
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", css)}


def block(css: str, opening: str) -> str:
    """What stands between the opening line and the brace that closes it."""
    return css.split(opening, 1)[1].split("}", 1)[0]


LIGHT = colours(block(TOKENS, ":root {"))
DARK = {**LIGHT, **colours(block(TOKENS, "prefers-color-scheme: dark) {\n  :root {"))}
TONES = pytest.mark.parametrize("tone", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ids(sprite: str) -> set[str]:
    return set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / sprite).read_text(encoding="utf-8")))


@TONES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["ink", "ink-2", "link"])
def test_words_stand_out_from_every_ground(tone: Colours, ink: str, ground: str) -> None:
    assert contrast(tone[ink], tone[ground]) >= 7


@TONES
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("on-main", "main"),
        ("good", "good-ground"),
        ("good", "paper"),
        ("look", "look-ground"),
        ("look", "paper"),
        ("ink", "good-ground"),
        ("ink", "look-ground"),
        ("ink-2", "look-ground"),
        ("ink", "pen"),
        ("link", "tint"),
        ("on-indigo", "indigo"),
    ],
)
def test_words_stand_out_where_colour_means_something(tone: Colours, ink: str, ground: str) -> None:
    assert contrast(tone[ink], tone[ground]) >= 7


@TONES
@pytest.mark.parametrize("edge", ["line", "main-edge"])
def test_what_can_be_touched_has_an_edge_that_is_seen(tone: Colours, edge: str) -> None:
    assert all(contrast(tone[edge], tone[ground]) >= 3 for ground in ("paper", "sheet"))


def test_the_living_page_shows_the_colours_of_today() -> None:
    for tone, name in ((LIGHT, "light"), (DARK, "dark")):
        shown = colours(block(LIVING, f".sample-{name} {{"))
        assert shown == {token: tone[token] for token in shown}
        assert set(shown) == set(colours(block(TOKENS, "prefers-color-scheme: dark) {\n  :root {")))


def test_the_stylesheet_fits_the_first_flight() -> None:
    files = Assets.load(STATIC).files
    assert len(brotli.compress(files["css/site.css"], quality=11)) <= 6_500
    assert len(brotli.compress(files["icons.svg"], quality=11)) <= 6_000


def test_the_sprite_has_every_icon_that_an_author_may_name() -> None:
    assert ids("icons.svg") == ICONS | SPRITE_OWN


def test_a_card_has_all_its_pictures() -> None:
    assert ids("pictures.svg") == set(PICTURES)


def test_templates_ask_only_for_icons_that_exist() -> None:
    text = "".join(path.read_text("utf-8") for path in (STATIC.parent / "templates").rglob("*.html"))
    asked = {one or other for one, other in ASKED.findall(text)}
    assert asked
    assert asked <= ids("icons.svg")
