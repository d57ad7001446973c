"""Which file may be a clip, and what names the text that it says."""

from __future__ import annotations

import pytest

from learning.voices import rules
from tests.factories.voices import ogg

WEBM = b"\x1aE\xdf\xa3" + b"\x42\x82\x84webm" + bytes(40) + b"A_OPUS" + bytes(100)
LOG = "mean_volume: {} dB\n[silencedetect] silence_duration: {}\nsize=N/A time=00:00:04.00 bitrate=N/A"


@pytest.mark.parametrize(
    ("sound", "ms", "fault"),
    [
        (ogg(), 2000, None),
        (WEBM, 2000, None),
        (b"", 2000, "empty"),
        (b"<svg onload=alert(1)>" * 9, 2000, "kind"),
        (b"OggS" + bytes(60), 2000, "kind"),
        (WEBM, None, "length"),
        (WEBM, 399, "short"),
        (WEBM, 60_001, "long"),
        (ogg(size=rules.BYTES_OF_HEAD + 6 * 1024 + 1), 2000, "heavy"),
        (ogg(size=rules.BYTES_OF_HEAD + 6 * 1024), 2000, None),
    ],
)
def test_what_may_be_a_clip(sound: bytes, ms: int | None, fault: str | None) -> None:
    assert rules.fault_of(sound, ms) == fault


@pytest.mark.parametrize(
    ("log", "found"),
    [
        (LOG.format("-23.1", "0.6"), (4000, None)),
        (LOG.format("-58.0", "0.6"), (4000, "quiet")),
        (LOG.format("-inf", "4.0"), (4000, "silent")),
        ("nothing", (None, None)),
    ],
)
def test_what_ffmpeg_says(log: str, found: tuple[int | None, str | None]) -> None:
    assert rules.measured(log) == found


def test_other_words_or_another_language_are_another_text() -> None:
    assert rules.key_of("vi", "Xin chào") == rules.key_of("vi", "Xin chào")
    assert len({rules.key_of(*one) for one in [("vi", "Chào"), ("vi", "Chào."), ("en", "Chào")]}) == 3


def test_ogg_says_itself_how_long_it_is() -> None:
    assert rules.ms_inside(ogg(ms=3210)) == 3210
    assert rules.ms_inside(WEBM) is None


def test_signs_are_not_read_aloud() -> None:
    assert rules.aloud("Gọi **113** hay [xem đây](/vi/).") == "Gọi 113 hay xem đây."
