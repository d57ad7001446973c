"""What waits on a phone without a network comes to the server by another device: the same person's, once."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, select

from learning.accounts import keys
from learning.db import session, write
from learning.ids import hidden_id, new_id
from learning.peers import operations as peers
from learning.records.models import Event
from learning.sync.models import Parcel
from tests.browser.journeys import CHECK, Visitors, answer, answer_all, stored, wait_until_sent
from tests.conftest import looking_into
from tests.support.browser import NARROW, Visitor
from tests.support.server import Server

RESULTS, TAKE_OVER = "/vi/ket-qua/", "/vi/nhan-ket-qua/"
SENDING = ("**/api/v1/guests", "**/api/v1/events", "**/api/v1/me", "**/vao/khoa")
# The camera of the phone that takes over: what a test holds before it, as a video of its own.
CAMERA = """navigator.mediaDevices.getUserMedia = async () => {
  const sight = window.sight = document.createElement('canvas');
  sight.width = sight.height = 480;
  const sheet = sight.getContext('2d');
  sheet.fillRect(0, 0, 480, 480);
  setInterval(() => { sheet.fillStyle = '#000'; sheet.fillRect(0, 0, 1, 1); }, 50);
  return sight.captureStream(20);
};"""
HOLD = """async (code) => {
  const picture = new Image();
  picture.src = code;
  await picture.decode();
  const sheet = window.sight.getContext('2d');
  sheet.imageSmoothingEnabled = false;
  sheet.fillStyle = '#777';
  sheet.fillRect(0, 0, 480, 480);
  sheet.drawImage(picture, 30, 30, 420, 420);
}"""


def cut(visitor: Visitor) -> None:
    visitor.troubles.expect("net::ERR_CONNECTION_RESET")
    for address in SENDING:
        visitor.context.route(address, lambda route: route.abort("connectionreset"))


def learned_without_a_network(visitor: Visitor, *, answers: int = 5) -> Page:
    page = visitor.go(CHECK)
    cut(visitor)
    for _ in range(answers):
        answer(page)
    return visitor.go(RESULTS)


def file_of(page: Page, folder: Path) -> Path:
    with page.expect_download() as started:
        page.click("[data-save]")
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def take(page: Page, path: Path) -> None:
    page.set_input_files("#tep", path)
    page.get_by_role("button", name="Nhận tệp này").click()


def kept_by(server: Server, device: str) -> list[Event]:
    engine = create_engine(server.database_url)
    with engine.connect() as connection:
        rows = connection.execute(select(Event.__table__).where(Event.device == UUID(device))).all()
    engine.dispose()
    return list(rows)  # type: ignore[arg-type]  # rows have the attributes of the model


def test_a_file_goes_by_another_device_and_the_phone_s_own_sending_adds_nothing(
    visitors: Visitors, live_server: Server, tmp_path: Path
) -> None:
    giver, receiver = visitors(), visitors()
    page = learned_without_a_network(giver)
    me = stored(page, "me")
    path = file_of(page, tmp_path)
    expect(page.locator("[data-told]")).to_contain_text("Đã lưu 5 kết quả")

    other = receiver.go(TAKE_OVER)
    take(other, path)
    expect(other.locator("[data-told]")).to_contain_text("Đã nhận 5 kết quả")
    wait_until_sent(other)
    rows = kept_by(live_server, me["device"])
    assert len(rows) == 5
    assert {row.person_id for row in rows} == {hidden_id("guest", UUID(me["turn"]))}
    assert len(stored(page, "outbox")) == 5  # the giver keeps its own until the server itself says so

    giver.context.unroute_all()
    page.reload()
    wait_until_sent(page)
    assert stored(page, "outbox") == []
    assert len(kept_by(live_server, me["device"])) == 5


def test_a_file_taken_twice_adds_nothing(visitors: Visitors, live_server: Server, tmp_path: Path) -> None:
    giver, receiver = visitors(), visitors()
    page = learned_without_a_network(giver, answers=2)
    path = file_of(page, tmp_path)
    cut(receiver)
    other = receiver.go(TAKE_OVER)
    take(other, path)
    expect(other.locator("[data-told]")).to_contain_text("Đã nhận 2 kết quả")
    take(other, path)
    expect(other.locator("[data-told]")).to_contain_text("máy đã nhận rồi")
    assert len(stored(other, "outbox")) == 2


def test_the_codes_are_read_by_the_other_phone_s_camera(visitors: Visitors, live_server: Server) -> None:
    giver, receiver = visitors(), visitors()
    page = learned_without_a_network(giver, answers=3)
    device = stored(page, "me")["device"]
    page.click("[data-show]")
    page.click("[data-pause]")  # from here by the button, so that the test says which code is held up
    count = int((page.locator("[data-place]").text_content() or "").split()[-1])
    assert count > 1

    receiver.context.add_init_script(CAMERA)
    other = receiver.go(TAKE_OVER)
    other.click("[data-scan]")
    other.wait_for_function("() => window.sight && document.querySelector('video').videoWidth > 0")
    for held in range(1, count + 1):
        other.evaluate(HOLD, page.locator("[data-code]").evaluate("code => code.toDataURL()"))
        expected = "Đã nhận 3 kết quả" if held == count else f"Đã nhận {held} trong {count} mã"
        expect(other.locator("[data-told]")).to_contain_text(expected)
        page.click("[data-next]")
    wait_until_sent(other)
    assert len(kept_by(live_server, device)) == 3
    expect(other.locator("[data-looking]")).to_be_hidden()


def test_codes_go_on_by_themselves_and_can_be_stopped(visitor: Visitor) -> None:
    page = learned_without_a_network(visitor, answers=3)
    page.click("[data-show]")
    # looked at in each frame of the page: a code is there for a moment only
    page.wait_for_function("() => document.querySelector('[data-place]').textContent.includes('Mã 2 trong')")
    page.click("[data-pause]")
    expect(page.locator("[data-pause]")).to_contain_text("Tự chuyển mã")
    page.click("[data-stop]")
    expect(page.locator("[data-codes]")).to_be_hidden()


def test_what_is_no_bundle_is_said_in_plain_words(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.go(TAKE_OVER)
    path = tmp_path / "a.json"
    for text, said in (
        ("chào", "Đây không phải kết quả học"),
        ('{"format": "hocso-ket', "bị hỏng"),
        ('{"format": "khac"}', "Đây không phải kết quả học"),
        ('{"format": "hocso-ket-qua", "v": 2}', "phần mềm mới hơn"),
        ('{"format": "hocso-ket-qua", "v": 1, "turns": [{"turn": "x"}]}', "bị hỏng"),
        ("x" * 1_100_000, "lớn quá"),
    ):
        path.write_text(text, encoding="utf-8")
        take(page, path)
        expect(page.locator("[data-told]")).to_contain_text(said)


def test_a_key_of_another_server_is_shown_and_sent_no_more(visitors: Visitors, tmp_path: Path) -> None:
    page = learned_without_a_network(visitors(), answers=1)
    path = file_of(page, tmp_path)
    bundle = json.loads(path.read_text())
    bundle["turns"][0]["record_key"] = "WyJub2JvZHkiXQ.bm9ib2R5IHNpZ25lZCB0aGlz"
    path.write_text(json.dumps(bundle))
    receiver = visitors()
    receiver.troubles.expect("answered 401")
    other = receiver.go(TAKE_OVER)
    take(other, path)
    expect(other.locator("[data-outbox-say]")).to_contain_text("không gửi được: 1")
    receiver.go(RESULTS)
    expect(other.locator("[data-refused-list]")).to_contain_text("1 kết quả: Kết quả của máy chủ khác")


def test_without_scripts_the_server_takes_the_file(
    visitors: Visitors, live_server: Server, tmp_path: Path
) -> None:
    page = learned_without_a_network(visitors(), answers=2)
    device = stored(page, "me")["device"]
    path = file_of(page, tmp_path)
    plain = visitors(java_script_enabled=False)
    other = plain.go(TAKE_OVER)
    for _ in range(2):
        take(other, path)
        expect(other.locator(".notice-good")).to_contain_text("2 kết quả đã an toàn")
    assert len(kept_by(live_server, device)) == 2
    expect(plain.go(RESULTS).locator("main")).to_contain_text("cần JavaScript")


def test_nothing_waits_and_a_refused_answer_has_its_reason(visitor: Visitor) -> None:
    page = visitor.go(RESULTS)
    expect(page.locator("[data-empty]")).to_be_visible()
    visitor.go(CHECK)
    page.locator("[data-check]").evaluate("form => { form.dataset.version = '0123456789abcdef'; }")
    answer_all(page)
    page.get_by_role("link", name="Xem kết quả").click()
    expect(page.locator("[data-refused-list]")).to_contain_text("5 kết quả: Bài học đã đổi từ lâu")


def test_a_reader_too_new_for_the_browser_is_said(visitors: Visitors) -> None:
    """As in a browser of 2017 without a reader of its own: the module comes, and cannot be read."""
    visitor = visitors()
    visitor.troubles.expect("Unexpected token")
    visitor.context.add_init_script(CAMERA + "delete window.BarcodeDetector;")
    script = {"content_type": "text/javascript", "body": "too ? new : ;"}
    visitor.context.route("**/decoder.js", lambda route: route.fulfill(**script))
    page = visitor.go(TAKE_OVER)
    page.click("[data-scan]")
    expect(page.locator("[data-told]")).to_contain_text("nhận bằng tệp")
    expect(page.locator("[data-looking]")).to_be_hidden()


def test_both_pages_are_fit_for_everybody(visitors: Visitors) -> None:
    visitor = visitors(screen_size=NARROW)
    page = learned_without_a_network(visitor, answers=1)
    page.click("[data-show]")
    assert visitor.axe() == []
    assert not visitor.scrolls_sideways()
    visitor.go(TAKE_OVER)
    expect(page.locator("[data-camera]")).to_be_visible()
    assert visitor.axe() == []
    assert not visitor.scrolls_sideways()


def test_handing_over_is_at_hand_without_a_network(visitor: Visitor) -> None:
    page = visitor.go(CHECK)
    page.locator("html[data-at-hand]").wait_for(timeout=60_000)
    cut(visitor)
    answer(page)
    visitor.context.set_offline(True)
    visitor.go(RESULTS)
    page.click("[data-show]")
    expect(page.locator("[data-place]")).to_contain_text("Mã 1 trong")


def test_what_is_of_another_server_is_passed_on_by_ours_and_shown_so(
    visitors: Visitors, live_server: Server, tmp_path: Path
) -> None:
    """The phone that took over has its server keep a copy, and says what that means."""
    device = str(new_id())
    with looking_into(live_server):
        key = keys.mint(new_id(), UUID(device))
        with write() as current:
            peers.pin(current, b"k" * 32, "tỉnh", is_upstream=True)
    event = {"id": str(new_id()), "seq": 1, "verb": "opened", "module": "noi-wifi"}
    turn = {
        "turn": str(new_id()),
        "device": device,
        "language": "vi",
        "record_key": f"{key[:-9]}{key[:-10:-1]}",
    }
    path = tmp_path / "ket-qua.json"
    written = {
        "format": "hocso-ket-qua",
        "v": 1,
        "made_at": "2026-11-22",
        "turns": [{**turn, "events": [event]}],
    }
    path.write_text(json.dumps(written))

    receiver = visitors()
    receiver.troubles.expect("401")
    page = receiver.go(TAKE_OVER)
    take(page, path)
    expect(page.locator("[data-told]")).to_contain_text("Đã nhận 1 kết quả")
    page = receiver.go(RESULTS)
    expect(page.locator("[data-refused-list]")).to_contain_text("Máy chủ này giữ một bản và chuyển tiếp")
    with looking_into(live_server):
        assert session().execute(select(Parcel.results)).scalars().all() == [1]
    assert kept_by(live_server, device) == []
