"""Khmer letters stand where they belong: drawn by our subset, and on our papers, as by the whole font."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from learning.config import ROOT
from tests.i18n.khmer_clusters import DOTTED_CIRCLE, REFERENCE, Shaper, clusters

WEB = ROOT / "static" / "vendor" / "noto" / "khmer-regular.woff2"
PAPER = ROOT / "learning" / "fonts" / "khmer-regular.ttf"
CLUSTERS = clusters()


@pytest.fixture(scope="module")
def reference() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = json.loads(REFERENCE.read_text())
    return found


@pytest.fixture(scope="module", params=[WEB, PAPER], ids=["page", "paper"])
def shaper(request: pytest.FixtureRequest) -> Shaper:
    font: Path = request.param
    return Shaper(font)


def test_there_are_clusters_of_every_kind(reference: dict[str, list[Any]]) -> None:
    assert len(CLUSTERS) >= 300
    assert list(reference) == CLUSTERS, "write the references anew: see khmer_clusters.py"


def test_every_cluster_is_drawn_as_the_whole_font_draws_it(
    shaper: Shaper, reference: dict[str, list[Any]]
) -> None:
    drawn = {text: shaper.draw(text).reference for text in CLUSTERS}
    assert {text: one for text, one in drawn.items() if one != reference[text]} == {}


def test_no_cluster_falls_apart(shaper: Shaper) -> None:
    circle, missing = shaper.draw(DOTTED_CIRCLE).glyphs[0][0], shaper.outlines.look(0)
    for text in CLUSTERS:
        drawn = shaper.draw(text)
        looks = [look for look, _, _ in drawn.glyphs]
        assert missing not in looks, f"{text}: a letter is missing"
        assert circle not in looks, f"{text}: a mark without its letter"
        assert drawn.cluster_values == {0}, f"{text}: not one cluster"
