"""A certificate is checked in a browser: by number, by its code, and by its code with the network cut."""

from __future__ import annotations

import json
import random
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from learning.clock import now
from learning.credentials import operations
from learning.credentials.queries import Issued
from learning.db import write
from learning.recognition.papers import press
from tests.browser.journeys import IMPORT
from tests.browser.test_handover import CAMERA, HOLD
from tests.conftest import looking_into
from tests.factories.credentials import a_certificate
from tests.factories.papers import a_paper
from tests.support import papers
from tests.support.browser import NARROW, Visitor
from tests.support.ownphone import Phone
from tests.support.printed import seen
from tests.support.server import Server

HERE = "/vi/xac-minh/"
VECTORS = Path(__file__).resolve().parent.parent / "vectors" / "certificates.json"
JUDGE = f"""async ([texts, cases]) => {{
  const {{judge, read}} = await ({IMPORT})('verifier');
  const books = texts.map(read);
  return cases.map((one) => {{
    const {{standing, since}} = judge(one.scanned, books, one.today);
    return {{standing, since}};
  }});
}}"""

# A camera that is lent only when a test says so, to be looked at afterwards.
LENT_LATE = (
    CAMERA
    + """
const open = navigator.mediaDevices.getUserMedia;
navigator.mediaDevices.getUserMedia = async () => {
  await new Promise((done) => { window.lend = done; });
  window.lent = await open();
  return window.lent;
};"""
)
DARK = "() => window.lent && window.lent.getTracks().every((track) => track.readyState === 'ended')"


def certificates(server: Server, *, withdrawn: int = 0) -> list[Issued]:
    """Two papers of this server; the last ones withdrawn."""
    with looking_into(server):
        made = [a_certificate(name=name) for name in ("Nguyễn Thị Hoa", "Thạch Sóc Kha")]
        for one in made[len(made) - withdrawn :]:
            with write():
                operations.revoke(one.subject, "decision", at=now())
    return made


def scanned(page: Page, text: str) -> None:
    """What a scanner at the machine types, with Enter behind it."""
    page.get_by_label("Số giấy").fill(text)
    page.get_by_label("Số giấy").press("Enter")


def verdict(page: Page, said: str) -> None:
    expect(page.locator("[data-verdict] h2")).to_have_text(said)


def test_the_phone_judges_as_the_server_does(visitor: Visitor) -> None:
    told = json.loads(VECTORS.read_text(encoding="utf-8"))
    wanted = [{"standing": one["standing"], "since": one["since"]} for one in told["cases"]]
    assert visitor.go(HERE).evaluate(JUDGE, [told["books"], told["cases"]]) == wanted


def test_the_phone_accepts_no_changed_paper(visitor: Visitor) -> None:
    drawn = random.Random(7)
    today = papers.TODAY.isoformat()
    texts = [papers.mutated(text, drawn) for text in papers.both() for _ in range(400)]
    changed = [{"scanned": text, "today": today} for text in texts]
    judged = visitor.go(HERE).evaluate(JUDGE, [[papers.a_book()], changed])
    assert {one["standing"] for one in judged} <= {"foreign", "unread"}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_paper_is_checked_by_number_and_by_its_code(
    visitors: Callable[..., Visitor], live_server: Server, *, scripts: bool
) -> None:
    genuine, out = certificates(live_server, withdrawn=1)
    visitor = visitors(screen_size=NARROW, java_script_enabled=scripts)
    page = visitor.go(HERE)
    assert not scripts or visitor.axe() == []
    scanned(page, genuine.number)
    verdict(page, "Giấy thật, còn giá trị")
    assert not scripts or visitor.axe() == []
    scanned(page, out.twin or "")
    verdict(page, "Giấy thật, nhưng đã bị thu hồi")
    expect(page.locator("[data-verdict] [data-put='name']")).to_have_text("Thạch Sóc Kha")
    scanned(page, papers.both()[0])
    verdict(page, "Giấy này không phải do chúng tôi ký")


def test_the_camera_reads_the_printed_code(visitors: Callable[..., Visitor], live_server: Server) -> None:
    genuine, _ = certificates(live_server)
    address = f"https://hoc.example.vn/vi/xac-minh/{genuine.number}#{genuine.twin}"
    page_of = press.certificates([a_paper(qr=address)], papers.TODAY)
    visitor = visitors()
    visitor.context.add_init_script(CAMERA)
    page = visitor.go(HERE)
    page.get_by_role("button", name="Quét mã").click()
    page.wait_for_function("() => window.sight")
    page.evaluate(HOLD, f"data:image/png;base64,{b64encode(seen(page_of)).decode()}")
    verdict(page, "Giấy thật, còn giá trị")
    expect(page.locator("[data-looking]")).to_be_hidden()


def test_a_camera_that_opens_after_it_was_stopped_goes_out(visitor: Visitor) -> None:
    visitor.context.add_init_script(LENT_LATE)
    page = visitor.go(HERE)
    page.get_by_role("button", name="Quét mã").click()
    page.get_by_role("button", name="Thôi quét").click()
    page.evaluate("window.lend()")
    page.wait_for_function(DARK)
    expect(page.locator("[data-blind]")).to_be_hidden()


def test_with_the_network_cut_the_code_is_still_read(phone: Phone) -> None:
    genuine, out = certificates(phone.server, withdrawn=1)
    page = phone.visit(HERE)
    page.wait_for_function("() => localStorage.getItem('so-tra')")
    phone.lose_the_network()
    scanned(phone.go(HERE), genuine.twin or "")
    verdict(page, "Giấy thật, còn giá trị")
    phone.go(f"{HERE}{out.number}#{out.twin}")
    verdict(page, "Giấy thật, nhưng đã bị thu hồi")
    phone.go("/vi/")
    phone.go(f"{HERE}{genuine.number}#{papers.mutated(genuine.twin or '', random.Random(1))}")
    expect(page.locator("[data-verdict] h2")).not_to_contain_text("Giấy thật")
