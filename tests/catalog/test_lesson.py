"""Lessons: which Markdown becomes which block, what is refused, and that rendered text is safe."""

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalog.lesson import Box, Listing, Paragraph, PictureBlock, inline_html, links_in
from learning.catalog.lesson_file import read_lesson
from tests.catalog.sample import sample_module


def refused(source: str) -> list[tuple[int, str]]:
    complaints: list[tuple[int, str]] = []
    read_lesson(source, lambda line, say: complaints.append((line, say)))
    return complaints


def test_a_screen_is_its_title_and_its_blocks() -> None:
    first, _ = sample_module().screens
    assert first.title == "Trang đầu"
    assert first.blocks == (
        Paragraph("Đây là một đoạn có chữ **đậm** và *nghiêng*. Dòng này vẫn thuộc đoạn ấy."),
        PictureBlock("nha.svg", "Một ngôi nhà"),
        Listing(ordered=False, items=("Mục một", "Mục hai có **chữ đậm**")),
        Listing(ordered=True, items=("Bước một", "Bước hai")),
    )
    assert first.picture == first.blocks[1]


def test_boxes_hold_words() -> None:
    _, second = sample_module().screens
    assert second.picture is None
    assert second.blocks[1:] == (
        Box("canh-bao", (Paragraph("Nhớ kỹ điều này."),)),
        Box("thu", (Paragraph("Làm thử:"), Listing(ordered=False, items=("Mở máy", "Tắt máy")))),
        Box("nghe", (Paragraph("Alo, bác nghe rõ không?"),)),
    )


def test_texts_come_from_top_to_bottom_with_their_lines() -> None:
    lesson = read_lesson(
        "## Một\n\nHai\nvẫn hai.\n\n- Ba\n- Bốn\n\n---\n\n## Năm\n\n::: thu\nSáu.\n:::\n", print
    )
    assert lesson.texts == [(1, "Một"), (3, "Hai vẫn hai."), (6, "Ba"), (7, "Bốn"), (11, "Năm"), (14, "Sáu.")]
    assert [text for _, text in lesson.texts] == [
        text for screen in lesson.screens for text in screen.texts()
    ]


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("Không có tiêu đề.", 1, "## Tiêu đề"),
        ("# Tiêu đề to\n\nChữ.", 1, "## Tiêu đề"),
        ("## Một\n\nChữ.\n\n---\n\nChữ.", 6, "## Tiêu đề"),
        ("## Một", 1, "chỉ có tiêu đề"),
        ("##\n\nChữ.", 1, "bỏ trống"),
        ("## Một\n\n## Hai\n\nChữ.", 3, "một tiêu đề"),
        ("## Một\n\n```\nmã\n```", 3, "khối mã"),
        ("## Một\n\n    mã", 3, "khối mã"),
        ("## Một\n\n> Lời.", 3, "trích dẫn"),
        ("## Một\n\n***\n\nChữ.", 3, "sang trang"),
        ("## Một\n\n- A\n  - B", 3, "một đoạn"),
        ("## Một\n\n![a](a.svg)\n\n![b](b.svg)", 1, "một hình"),
        ("## Một\n\n![](a.svg)", 3, "chữ thay hình"),
        ("## Một\n\n::: lạ\nChữ.\n:::", 3, "Không có khối nào"),
        ("## Một\n\n::: thu\nChữ.", 3, "chưa đóng"),
        ("## Một\n\n::: thu\n:::", 3, "bỏ trống"),
        ("## Một\n\nChữ.\n:::", 4, "mở khối"),
        ("## Một\n\n::: thu\n::: nghe\nChữ.\n:::\n:::", 4, "mở khối"),
        ("## Một\n\n::: thu\n![a](a.svg)\n:::", 4, "Hình đứng riêng"),
        ("## Một\n\nXem ![a](a.svg) này.", 3, "Hình đứng riêng"),
        ("## Một\n\nChữ a\u0300.", 3, "NFC"),
        ("\n---\n".join(["## Một\n\nChữ."] * 8), 1, "8 trang"),
        ("", 1, "## Tiêu đề"),
    ],
)
def test_what_has_no_place_in_a_lesson_is_refused_with_its_line(source: str, line: int, says: str) -> None:
    assert any(at == line and says in say for at, say in refused(source)), refused(source)


@given(st.text(st.sampled_from("#-:>`*_![]()\n \tabé1.<&\\{}"), max_size=60))
def test_any_lesson_is_read_or_refused(source: str) -> None:
    assert all(1 <= line <= source.count("\n") + 1 for line, _ in refused(source))


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a **b** *c*", "a <strong>b</strong> <em>c</em>"),
        ("[x](mat-khau-va-otp)", '<a href="../mat-khau-va-otp/">x</a>'),
        ("[x](https://a.vn/b)", '<a href="https://a.vn/b" rel="noopener noreferrer">x</a>'),
        ("[x](http://a.vn)", "[x](http://a.vn)"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](//a.vn)", "[x](//a.vn)"),
        ("[x](../../quan-tri)", "[x](../../quan-tri)"),
        ("<b>x</b> & y", "&lt;b&gt;x&lt;/b&gt; &amp; y"),
        ("![x](nha.svg)", "![x](nha.svg)"),
        ("`x` ~~y~~ https://a.vn", "`x` ~~y~~ https://a.vn"),
        (r"2 \* 3", "2 * 3"),
    ],
)
def test_a_text_is_rendered_with_strong_emphasis_and_safe_links_only(source: str, html: str) -> None:
    assert inline_html(source) == html


pieces = st.sampled_from([*"[]()*_<>\"'&\\!:/ ab.#", "](", "https://", "javascript:", "<b>"])


@given(st.lists(pieces, max_size=40).map("".join))
def test_no_text_renders_to_anything_but_safe_markup(source: str) -> None:
    tree = html5lib.parseFragment(inline_html(source), namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag in {"DOCUMENT_FRAGMENT", "strong", "em", "a"}
        assert set(element.attrib) <= {"href", "rel", "title"}
        assert element.get("href", "https://").startswith(("https://", "../"))


def test_links_are_found_where_they_are_links() -> None:
    assert list(links_in("[a](bai-mau), [b](https://c.vn), [d](e f)")) == ["bai-mau", "https://c.vn"]


def test_what_authors_note_for_each_other_is_never_shown() -> None:
    source = "<!-- Dặn:\n---\n## Không phải trang -->\n## Một\n\nHai <!-- nhỏ -->ba.\n\n---\n\n## Bốn\n\nNăm."
    assert refused(source) == []
    lesson = read_lesson(source, print)
    assert [text for _, text in lesson.texts] == ["Một", "Hai ba.", "Bốn", "Năm."]
    assert [line for line, _ in lesson.texts] == [4, 6, 10, 12]


def test_a_note_that_is_not_closed_is_told_at_its_line() -> None:
    assert (3, "Lời dặn <!-- này chưa đóng bằng -->.") in refused("## Một\n\n<!-- dặn\n\nChữ.")
