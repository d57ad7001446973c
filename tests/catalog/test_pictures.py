"""Drawings: what is served is small, flat and alone; everything else is refused with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalog.content import Picture
from learning.catalog.pictures import HEAVIEST, read_picture

GOOD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">\n<g>\n%s</g></svg>'
SHAPE = '<path d="M0 0h9v9z" fill="#a3271f"/>'


def reading(data: str | bytes) -> tuple[Picture | None, list[str], list[str]]:
    complaints: list[str] = []
    remarks: list[str] = []
    found = read_picture(
        "hinh.svg",
        data.encode() if isinstance(data, str) else data,
        lambda line, say: complaints.append(f"{line}: {say}"),
        lambda line, say: remarks.append(f"{line}: {say}"),
    )
    return found, complaints, remarks


def test_a_flat_drawing_is_read_with_its_size() -> None:
    found, complaints, remarks = reading(GOOD % SHAPE)
    assert found is not None
    assert (found.file, found.width, found.height) == ("hinh.svg", 320, 200)
    assert found.bytes == (GOOD % SHAPE).encode()
    assert not complaints + remarks


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<style>*{}</style>", "<style>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<image href="#a"/>', "ảnh khác"),
        ("<text>Chữ</text>", "chữ bên trong"),
        ("<title>Chữ</title>", "alt"),
        ("<desc>Chữ</desc>", "alt"),
        ("Chữ trần", "chữ bên trong"),
        ('<a href="#a"/>', "<a>"),
        ('<animate attributeName="x"/>', "<animate>"),
        ("<svg/>", "<svg>"),
        ('<path onclick="x()"/>', "onclick"),
        ('<path style="fill:red"/>', "style"),
        ('<path class="a"/>', "class"),
        ('<use href="https://a.vn/b.svg#c"/>', "ra ngoài"),
        ('<use href="data:image/svg+xml,x"/>', "ra ngoài"),
        ('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="b.svg#c"/>', "ra ngoài"),
        ('<path fill="url(https://a.vn/b#c)"/>', "ra ngoài"),
        ('<path fill="URL( //a.vn )"/>', "ra ngoài"),
        ("<?php echo 1 ?>", "lệnh"),
        ("<path>", "Không đọc được"),
        ("&amp;&lt;", "chữ bên trong"),
        ("&xxe;", "Không đọc được"),
        ("<x:script xmlns:x='http://www.w3.org/2000/svg'/>", "x:script"),
    ],
)
def test_what_could_run_reach_out_or_speak_is_refused(inside: str, says: str) -> None:
    found, complaints, _ = reading(GOOD % inside)
    assert found is None
    assert any(complaint.startswith("3: ") and says in complaint for complaint in complaints), complaints


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "Không đọc được"),
        ("<svg/>", "xmlns"),
        ("<html/>", "xmlns"),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="9"/>', "viewBox"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9"/>', "viewBox"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="1 1 9 9"/>', "viewBox"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + GOOD % "&a;", "DOCTYPE"),
        ('<!DOCTYPE svg SYSTEM "https://a.vn/x.dtd">' + GOOD % "", "DOCTYPE"),
        (b"\xff\xfe<svg/>", "Không đọc được"),
        (GOOD % (" " * HEAVIEST), "byte"),
    ],
)
def test_what_is_no_drawing_of_ours_is_refused(data: str | bytes, says: str) -> None:
    found, complaints, _ = reading(data)
    assert found is None
    assert any(says in complaint for complaint in complaints), complaints


def test_parts_of_the_drawing_itself_may_be_used_again() -> None:
    inside = '<defs><path id="a-1" d="M0 0"/></defs><use href="#a-1"/><path clip-path="url(#a-1)"/>'
    assert reading(GOOD % inside)[0] is not None


def test_a_colour_from_elsewhere_is_only_remarked_on() -> None:
    found, _, remarks = reading(GOOD % '<path fill="#ff00ff" stroke="none"/>')
    assert found is not None
    assert len(remarks) == 1
    assert "#ff00ff" in remarks[0]


def test_another_size_is_only_remarked_on() -> None:
    found, _, remarks = reading((GOOD % SHAPE).replace("320 200", "64 64"))
    assert found is not None
    assert found.width == 64
    assert len(remarks) == 1


tokens = st.sampled_from(
    [*"<>/='\"&;#! ", "svg", "path", "viewBox", "<!DOCTYPE", "]]>", "<![CDATA[", "xmlns", "\x00", "é"]
)


@given(st.lists(tokens, max_size=30).map("".join))
def test_any_bytes_are_read_or_refused(inside: str) -> None:
    for data in (inside, GOOD % inside):
        found, complaints, _ = reading(data)
        assert (found is None) == bool(complaints)
