"""The author's preview in a real browser: it follows the files by itself, at any width, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.catalog.sample import MODULE, copied
from tests.support.browser import DESKTOP, NARROW, Visitor
from tests.support.preview import previewed

PAGE = f"/vi/xem-thu/{MODULE}/"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as files that may be changed."""
    return copied(tmp_path_factory.mktemp("written"))


@pytest.fixture(scope="module")
def address(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the preview of these files is served."""
    with previewed(written, tmp_path_factory.mktemp("data")) as found:
        yield found


def test_a_page_follows_its_file_while_it_is_written(
    visitors: Callable[..., Visitor], address: str, written: Path
) -> None:
    page = visitors(address).go(PAGE)
    lesson = written / MODULE / "lesson.md"
    before = lesson.read_text(encoding="utf-8")
    lesson.write_text(before.replace("## Trang đầu", "## Trang viết lại"), encoding="utf-8")
    page.get_by_role("heading", name="Trang viết lại").wait_for()
    lesson.write_text(before.replace("## Trang đầu", "Quên mất tiêu đề"), encoding="utf-8")
    page.get_by_text("Mỗi trang phải bắt đầu bằng một dòng ## Tiêu đề.").first.wait_for()
    lesson.write_text(before, encoding="utf-8")
    page.get_by_role("heading", name="Trang đầu").wait_for()
    assert page.locator(".excerpt").count() == 0


def test_a_touch_on_a_screen_walks_on_in_the_real_rehearsal(
    visitors: Callable[..., Visitor], address: str
) -> None:
    visitor = visitors(address)
    visitor.troubles.expect("answered 403: POST")  # there is no record to keep the rehearsal
    page = visitor.go(PAGE)
    page.locator("#tap").get_by_role("button", name="Dùng Wi-Fi").click()
    page.get_by_text("Chạm đúng tên mạng.").wait_for()
    page.get_by_role("button", name="Nha van hoa").click()
    page.get_by_role("heading", name="Bác làm được rồi!").wait_for()


@pytest.mark.parametrize(
    "options", [{"screen_size": NARROW}, {"screen_size": DESKTOP, "color_scheme": "dark"}]
)
def test_it_can_be_read_by_everybody_at_any_width(
    visitors: Callable[..., Visitor], address: str, written: Path, options: dict[str, object]
) -> None:
    visitor = visitors(address, **options)
    cover = written / MODULE / "module.yaml"
    before = cover.read_text(encoding="utf-8")
    cover.write_text(before.replace("minutes: 5", "minutes: năm"), encoding="utf-8")
    for path in (PAGE, "/vi/xem-thu/"):
        visitor.go(path)
        assert visitor.axe() == []
        assert not visitor.scrolls_sideways()
    cover.write_text(before, encoding="utf-8")
