"""Khmer on a page: every cluster is as wide as its reference says, and looks as its outlines do."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from learning.config import ROOT
from tests.browser.journeys import answer_all, kept, read_to_its_end, wait_until_sent
from tests.browser.test_offline import walk
from tests.browser.test_paper import CARDS, MM, ON_PAPER, on_paper
from tests.i18n.khmer_clusters import Shaper, clusters
from tests.i18n.test_fonts import IN_KHMER
from tests.support.browser import Visitor
from tests.support.ownphone import Phone

SIZE = 80
# Each cluster twice, as text in our web font and as outlines; what differs, as a part of the ink.
COMPARE = """async ({clusters, units, size}) => {
  const font = `${size}px "Noto Sans Khmer"`;
  await document.fonts.load(font, 'ក');
  const canvas = document.createElement('canvas');
  canvas.width = size * 4; canvas.height = size * 4;
  const drawing = canvas.getContext('2d', {willReadFrequently: true});
  drawing.textRendering = 'geometricPrecision';
  const ink = (draw) => {
    drawing.setTransform(1, 0, 0, 1, 0, 0);
    drawing.clearRect(0, 0, canvas.width, canvas.height);
    drawing.translate(size, size * 2);
    draw();
    return drawing.getImageData(0, 0, canvas.width, canvas.height).data;
  };
  drawing.font = font;
  return clusters.map(({text, path}) => {
    const shown = ink(() => drawing.fillText(text, 0, 0));
    const wanted = ink(() => { drawing.scale(size / units, size / units); drawing.fill(new Path2D(path)); });
    let black = 0, differs = 0;
    for (let at = 3; at < shown.length; at += 4) {
      black += wanted[at] > 127;
      differs += Math.abs(shown[at] - wanted[at]) > 127;
    }
    return {text, width: drawing.measureText(text).width, black, differs};
  });
}"""


def test_a_page_draws_every_cluster_as_its_reference(visitor: Visitor) -> None:
    shaper = Shaper(ROOT / "static" / "vendor" / "noto" / "khmer-regular.woff2")
    wanted = [{"text": text, "path": shaper.path(text)} for text in clusters()]
    page = visitor.go("/km/")
    seen: list[dict[str, Any]] = page.evaluate(
        COMPARE, {"clusters": wanted, "units": shaper.units, "size": SIZE}
    )
    for one in seen:
        advance = shaper.draw(one["text"]).advance * SIZE / shaper.units
        assert abs(one["width"] - advance) < 0.5, one
        assert one["black"] > 0
        assert one["differs"] <= one["black"] * 0.05, one  # edges; a mark in a wrong place is twice that


LESSON = "/km/bai/goi-video-bang-zalo/"
# What has Khmer in it and another font before ours: boxes on a phone without Khmer letters.
STRANGERS = """() => [...document.body.querySelectorAll('*')].filter((part) =>
  [...part.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /[\u1780-\u17dd]/.test(node.data))
  && !getComputedStyle(part).fontFamily.startsWith('"Noto Sans Khmer"')).map((part) => part.outerHTML)"""


# What she reads of a check that is not in her language.
IN_VIETNAMESE = """() => [...document.querySelectorAll('main [lang=vi]')].map((part) => part.textContent)"""
OUR_FONT = """() => document.fonts.load('20px "Noto Sans Khmer"', 'ក').then(([font]) => font.status)"""
PASSED = "ជាប់"


def test_everything_khmer_is_drawn_by_the_khmer_font(visitor: Visitor) -> None:
    for path in ("", "kiem-tra/1/", "thuc-hanh/", "ghi-nho/", "phat-thanh/"):
        assert visitor.go(LESSON + path).evaluate(STRANGERS) == [], path
    for path in ("/km/", "/km/tim/?tim=QR", "/km/vao/", "/km/cua-toi/", "/km/ngon-ngu/"):
        assert visitor.go(path).evaluate(STRANGERS) == [], path


def test_a_khmer_lesson_practice_and_check_go_on_without_a_network(phone: Phone) -> None:
    """Drawn by our font too: it is one of the files that the phone keeps."""
    phone.visit(LESSON)
    phone.lose_the_network()
    page = phone.go(LESSON)
    read_to_its_end(page)
    walk(phone.go(f"{LESSON}thuc-hanh/"))
    page = phone.go(f"{LESSON}kiem-tra/1/")
    assert page.evaluate(IN_VIETNAMESE) == []
    assert (
        page.evaluate("document.fonts.load('20px \"Noto Sans Khmer\"', 'ក').then((all) => all.length)") == 1
    )
    answer_all(page)
    expect(page.locator(".outcome[data-when=passed]")).to_contain_text(PASSED)
    phone.find_the_network()
    wait_until_sent(phone.go("/km/"))
    assert {row.language for row in kept(phone.server, phone.page)} == {"km"}


def test_khmer_cards_fit_their_sheet(visitor: Visitor) -> None:
    for module in IN_KHMER:
        for asked in ON_PAPER:
            for card in on_paper(visitor, f"/km/bai/{module}/ghi-nho/{asked}").evaluate(CARDS):
                assert card["over"] <= 0, (module, asked)
                assert card["foot"] >= 5 * MM, (module, asked)
