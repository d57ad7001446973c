"""YAML with lines: what is special, where things stand, and what is refused in the author's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalog.located import Unreadable, read_yaml


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("156", 156),
        ("-3", -3),
        ("0x1F", 31),
        ("2.5", 2.5),
        ("1e3", 1000.0),
        ('"156"', "156"),
        ("'true'", "true"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("~", "~"),
        ("True", "True"),
        ("2026-11-22", "2026-11-22"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("4G", "4G"),
        ("Wi-Fi", "Wi-Fi"),
    ],
)
def test_only_the_words_of_yaml_1_2_are_special(written: str, read: object) -> None:
    found = read_yaml(f"a: {written}").data["a"]
    assert found == read
    assert type(found) is type(read)


def test_everything_has_its_line() -> None:
    found = read_yaml("a: 1\nb:\n  - c: 2\n    d: 3\n  - {e: 4,\n     f: 5}\ng: >\n  dài\n  dòng\nh: 6\n")
    assert found.data == {"a": 1, "b": ({"c": 2, "d": 3}, {"e": 4, "f": 5}), "g": "dài dòng\n", "h": 6}
    lines = {("b",): 2, ("b", 0): 3, ("b", 0, "d"): 4, ("b", 1, "f"): 6, ("g",): 7, ("h",): 10}
    assert {path: found.line(path) for path in lines} == lines


def test_what_is_missing_stands_where_its_holder_stands() -> None:
    found = read_yaml("a:\n  b:\n    c: 1\n")
    assert found.line(("a", "b", "không có", 3)) == 2
    assert found.line(("không có",)) == 1


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: 2\na: 3", 3, "viết hai lần"),
        ("a: &x 1\nb: *x", 1, "& và *"),
        ("a: *x", 1, "& và *"),
        ("a: !!python/name:os.system x", 1, "dấu !"),
        ("a: 1\n---\nb: 2", 2, "bỏ dòng ---"),
        ("a: Nói: không", 1, "hai chấm"),
        ("- {say: Một, hai}}", 1, "không thẳng hàng"),
        ("a:\n\tb: 1", 2, "dấu cách"),
        ('a: "mở', 1, "chưa đóng"),
        ("? [a]\n: b", 1, "Tên mục"),
        ("[" * 50_000, 1, "nhiều lớp"),
        ("- " * 50_000, 1, "nhiều lớp"),
        ("a: \x07", 1, "YAML"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_yaml(text)
    assert refused.value.line == line
    assert says in refused.value.say


@given(st.text(st.sampled_from("ab:-{}[],#&*!|>'\"%@`\n\t ?0é"), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    last = text.count("\n") + 1
    try:
        lines = [*read_yaml(text).lines.values()]
    except Unreadable as refused:
        lines = [refused.line]
    assert all(1 <= line <= last for line in lines)
