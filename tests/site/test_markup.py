"""The rules that every page is held to can fail, each of them, and leave a good page alone."""

from __future__ import annotations

import pytest

from tests.support.markup import faults_of, name_of, parsed, text_of

HEAD = '<meta charset="utf-8"><title>Bài</title><meta name="viewport" content="width=device-width">'


def page(main: str, *, head: str = HEAD, html: str = 'lang="vi" dir="ltr"', body: str = "") -> str:
    return f"<!DOCTYPE html><html {html}><head>{head}</head><body {body}><main>{main}</main></body></html>"


def good(inside: str = "") -> str:
    return page(f"<h1>Chào bác</h1>{inside}")


CHOICES = "".join(f'<label><input type="radio" name="q" value="{v}">{v}</label>' for v in "ab")
GOOD = [
    "",
    '<p>Một <em>câu</em>. <a href="/vi/">Trang chủ</a></p>',
    '<a href="/vi/"><h2>Cả thẻ</h2><p>là một đường dẫn</p></a>',
    '<label for="so">Số thẻ</label><input id="so" name="so" aria-describedby="goi-y"><p id="goi-y">Gợi ý</p>',
    '<label>Tên <input name="ten"></label>',
    f"<fieldset><legend>Chọn</legend>{CHOICES}</fieldset>",
    '<img src="/a.svg" alt="" width="10" height="10">',
    "<form><button>Gửi</button></form>",
    '<button type="button" aria-label="Nghe"><svg viewBox="0 0 1 1"><path d="M0 0"/></svg></button>',
    '<div hx-get="/x" hx-target="this" hx-swap="innerHTML"></div>',
    "<ul><li>Một</li><li>Hai</li></ul>",
    '<span lang="en">word</span>',
]


@pytest.mark.parametrize("inside", GOOD)
def test_a_good_page_has_no_fault(inside: str) -> None:
    assert faults_of(good(inside)) == ()


BAD = {
    "no heading": page("<p>x</p>"),
    "two headings": good("<h1>Hai</h1>"),
    "empty heading": page("<h1> </h1>"),
    "no title": page("<h1>a</h1>", head='<meta charset="utf-8"><meta name="viewport" content="x">'),
    "no viewport": page("<h1>a</h1>", head='<meta charset="utf-8"><title>x</title>'),
    "no lang": page("<h1>a</h1>", html='dir="ltr"'),
    "no dir": page("<h1>a</h1>", html='lang="vi"'),
    "no doctype": page("<h1>a</h1>").removeprefix("<!DOCTYPE html>"),
    "two mains": good("</main><main>"),
    "skipped level": good("<h3>a</h3>"),
    "doubled id": good('<p id="a">x</p><p id="a">y</p>'),
    "id with a space": good('<p id="a b">x</p>'),
    "control without label": good('<input name="a">'),
    "label of nothing": good('<label for="khong-co">x</label>'),
    "empty label": good('<label for="a"></label><input id="a" name="a" aria-label="x">'),
    "description of nothing": good('<p aria-describedby="khong-co">x</p>'),
    "anchor to nowhere": good('<a href="#khong-co">x</a>'),
    "choices without a group": good(CHOICES),
    "style element": good("<style>p {}</style>"),
    "style attribute": good('<p style="color:red">x</p>'),
    "script body": good("<script>x()</script>"),
    "event attribute": good('<p onclick="x()">x</p>'),
    "hx-on": good('<p hx-on:click="x()">x</p>'),
    "script address": good('<a href=" javascript:x()">x</a>'),
    "script in htmx": good('<div hx-vals="js:{a: 1}"></div>'),
    "htmx on a wrapper": page("<h1>a</h1>", body='hx-target="#a"'),
    "htmx that hides where it acts": good('<div hx-get="/x"></div>'),
    "picture without alt": good('<img src="/a" width="1" height="1">'),
    "picture without size": good('<img src="/a" alt="">'),
    "empty link": good('<a href="/x"> </a>'),
    "link without address": good("<a>x</a>"),
    "empty button": good('<button type="button"></button>'),
    "button of no form": good("<button>x</button>"),
    "block in a paragraph": good("<p><div>x</div></p>"),
    "block in a span": good("<span><div>x</div></span>"),
    "button in a link": good('<a href="/x">x <button type="button">y</button></a>'),
    "stray list item": good("<div><li>x</li></div>"),
    "list with a stray child": good("<ul><p>x</p></ul>"),
    "language that is none": good('<p lang="tiếng">x</p>'),
    "tag left open": good("<em>x"),
    "unknown entity": good("<p>&khongco;</p>"),
}


@pytest.mark.parametrize("html", BAD.values(), ids=BAD.keys())
def test_each_fault_is_found(html: str) -> None:
    assert faults_of(html) != ()


def test_a_fragment_needs_no_page_around_it() -> None:
    assert faults_of('<p id="a">x</p> và <p id="b">y</p>', whole=False) == ()
    assert faults_of('<p id="a">x</p><p id="a">y</p>', whole=False) != ()


def test_words_are_read_as_a_person_reads_them() -> None:
    root, _ = parsed(good("<p>Một</p><p>hai <b>ba</b></p><template><p>không</p></template>"))
    assert text_of(root[1]) == "Chào bác Một hai ba"


def test_a_button_is_named_by_what_is_in_it() -> None:
    root, _ = parsed(good('<button type="button"><img src="/a" alt="Nghe" width="1" height="1"></button>'))
    assert name_of(next(root.iter("button"))) == "Nghe"
