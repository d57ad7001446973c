"""Reads a page strictly and lists what is wrong with it: one set of rules for every page any test fetches."""

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import html5lib
from html5lib.constants import DataLossWarning
from html5lib.constants import E as PARSE_ERRORS
from lxml import etree

Element = etree._Element  # lxml has no public name for its element class

PHRASING_ONLY = {"p", "span", "em", "strong", "button", "label", "h1", "h2", "h3", "h4", "small", "a"}
BLOCK = {
    "address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre",
    "section", "table", "ul",
}  # fmt: skip
INTERACTIVE = {"a", "button", "details", "input", "label", "select", "textarea", "summary"}
UNLABELLED_INPUTS = {"hidden", "submit", "button", "image", "reset"}
HTMX_VERBS = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")
REFERENCES = ("aria-controls", "aria-describedby", "aria-details", "aria-labelledby", "for", "form", "list")
INLINE_SCRIPT_ADDRESS = re.compile(r"^\s*(javascript|vbscript|data):", re.IGNORECASE)


@lru_cache(maxsize=512)
def parsed(html: str, *, whole: bool = True) -> tuple[Element, tuple[str, ...]]:
    """The tree of a page or of a fragment, and the parse errors that a browser would silently repair."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    with warnings.catch_warnings():
        # `hx-on:click` is no XML name: its colon is spelt out, which our rules can live with.
        warnings.simplefilter("ignore", DataLossWarning)
        root = _read(parser, html, whole=whole)
    errors = tuple(
        f"line {line}: {PARSE_ERRORS.get(code, code) % values}" for (line, _), code, values in parser.errors
    )
    return root, errors


def _read(parser: html5lib.HTMLParser, html: str, *, whole: bool) -> Element:
    if whole:
        root: Element = parser.parse(html).getroot()
        return root
    root = etree.Element("fragment")
    previous: Element | None = None
    for node in parser.parseFragment(html, container="div"):
        if isinstance(node, str):
            _append_text(root, previous, node)
        else:
            root.append(node)
            previous = node
    return root


def _append_text(root: Element, previous: Element | None, text: str) -> None:
    if previous is None:
        root.text = (root.text or "") + text
    else:
        previous.tail = (previous.tail or "") + text


def text_of(element: Element) -> str:
    """What a person reads there, spaces folded; scripts and templates are not read."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.tag in ("script", "style", "template", "noscript") or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    if element.tag in BLOCK or element.tag in ("br", "li", "td", "th", "option", "legend"):
        yield " "


def found(start: Element, path: str) -> list[Any]:
    """What an XPath of ours finds: elements or attribute values, as the path says."""
    result: Any = start.xpath(path)
    return list(result)


def _elements(root: Element) -> Iterator[Element]:
    """Every element; comments are none."""
    yield from root.iter("*")


def name_of(element: Element) -> str:
    """The accessible name, near enough: label attributes, text, or the pictures inside."""
    if label := element.get("aria-label", "").strip():
        return label
    if labelled := element.get("aria-labelledby"):
        parts = [_by_id(element, ref) for ref in labelled.split()]
        return " ".join(text_of(part) for part in parts if part is not None)
    if text := text_of(element):
        return text
    pictures = [picture.get("alt") or "" for picture in element.iter("img")]
    drawn = [drawing.get("aria-label", "") for drawing in element.iter("{*}svg")]
    return " ".join([*pictures, *drawn, element.get("title", "")]).strip()


def _by_id(element: Element, wanted: str) -> Element | None:
    return next((one for one in found(element, "//*[@id]") if one.get("id") == wanted), None)


@lru_cache(maxsize=4096)
def faults_of(html: str, *, whole: bool = True) -> tuple[str, ...]:
    """Every broken rule, as sentences that name the element. None is a good page."""
    root, errors = parsed(html, whole=whole)
    faults = [f"not valid HTML, {error}" for error in errors]
    for rule in _PAGE_RULES if whole else ():
        faults.extend(rule(root))
    for rule in _RULES:
        faults.extend(rule(root))
    return tuple(faults)


def _where(element: Element) -> str:
    html: str = etree.tostring(element, encoding="unicode", with_tail=False)
    return html.replace(' xmlns:html="http://www.w3.org/1999/xhtml"', "")[:120].replace("\n", " ")


def _has_one_heading(root: Element) -> Iterator[str]:
    headings = list(root.iter("h1"))
    if len(headings) != 1:
        yield f"has {len(headings)} h1, wants one"
    elif not text_of(headings[0]):
        yield "has an empty h1"


def _says_what_it_is(root: Element) -> Iterator[str]:
    titles = root.findall("head/title")
    if len(titles) != 1 or not text_of(titles[0]):
        yield "has no title, or more than one"
    for name in ("lang", "dir"):
        if not root.get(name):
            yield f"<html> has no {name}"
    if not root.findall("head/meta[@name='viewport']"):
        yield "has no viewport"
    if len(list(root.iter("main"))) != 1:
        yield "wants exactly one <main>"


def _headings_descend(root: Element) -> Iterator[str]:
    level = 0
    for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        now = int(element.tag[1])
        if level and now > level + 1:
            yield f"skips from h{level} to h{now}: {_where(element)}"
        level = now


def _ids_are_unique(root: Element) -> Iterator[str]:
    counts = Counter(found(root, "//@id"))
    yield from (f"id {value!r} stands {times} times" for value, times in counts.items() if times > 1)
    yield from (f"id {value!r} has a space or is empty" for value in counts if not value or " " in value)


def _references_exist(root: Element) -> Iterator[str]:
    ids = set(found(root, "//@id"))
    for name in REFERENCES:
        for element in root.iterfind(f".//*[@{name}]"):
            for ref in element.get(name, "").split():
                if ref not in ids:
                    yield f"{name}={ref!r} names nothing: {_where(element)}"
    for link in root.iter("a"):
        address = link.get("href", "")
        if address.startswith("#") and address[1:] not in ids:
            yield f"anchor {address!r} leads nowhere: {_where(link)}"


def _controls_are_labelled(root: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in root.iter("label")}
    for control in root.iter("input", "select", "textarea"):
        if control.tag == "input" and control.get("type", "text") in UNLABELLED_INPUTS:
            continue
        inside = any(text_of(label) for label in control.iterancestors("label"))
        named = control.get("aria-label") or control.get("aria-labelledby")
        if not (inside or named or (control.get("id") and control.get("id") in labelled)):
            yield f"control without a label: {_where(control)}"
    for label in root.iter("label"):
        if not text_of(label) and not name_of(label):
            yield f"empty label: {_where(label)}"


def _choices_are_grouped(root: Element) -> Iterator[str]:
    seen: dict[tuple[Element | None, str], list[Element]] = {}
    for control in found(root, "//input[@type='radio' or @type='checkbox'][@name]"):
        form = next(control.iterancestors("form"), None)
        seen.setdefault((form, control.get("name")), []).append(control)
    for controls in (controls for controls in seen.values() if len(controls) > 1):
        told = any(text_of(legend) for legend in found(controls[0], "ancestor::fieldset[1]/legend"))
        roles = [up for up in controls[0].iterancestors() if up.get("role") in ("group", "radiogroup")]
        if not told and not any(name_of(up) for up in roles):
            yield f"choices without a fieldset and legend: {_where(controls[0])}"


def _nothing_is_inline(root: Element) -> Iterator[str]:
    for element in _elements(root):
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline {element.tag}: {_where(element)}"
        for key, held in element.attrib.items():
            if wrong := _inline_in(str(key), str(held)):
                yield f"{wrong}: {_where(element)}"


def _inline_in(name: str, value: str) -> str:
    if name == "style" or name.startswith(("on", "hx-on", "data-hx-on")):
        return f"inline {name}"
    if name.startswith("hx-") and value.lstrip().startswith(("js:", "javascript:")):
        return f"script in {name}"
    if name in ("href", "action", "formaction") and INLINE_SCRIPT_ADDRESS.match(value):
        return "script as address"
    return ""


def _htmx_stands_at_its_element(root: Element) -> Iterator[str]:
    for element in _elements(root):
        if any(element.get(verb) for verb in HTMX_VERBS):
            yield from (
                f"htmx without {name}: {_where(element)}"
                for name in ("hx-target", "hx-swap")
                if not element.get(name)
            )
    for element in root.iter("html", "body", "main"):
        if any(str(name).startswith("hx-") for name in element.attrib):
            yield f"hx-* on a wrapper is inherited by everything: <{element.tag}>"


def _pictures_have_words_and_size(root: Element) -> Iterator[str]:
    for picture in root.iter("img"):
        if picture.get("alt") is None:
            yield f"picture without alt: {_where(picture)}"
        if not (picture.get("width", "").isdigit() and picture.get("height", "").isdigit()):
            yield f"picture without width and height: {_where(picture)}"


def _links_and_buttons_have_names(root: Element) -> Iterator[str]:
    for element in root.iter("a", "button", "summary"):
        if element.tag == "a" and not element.get("href"):
            yield f"link without an address: {_where(element)}"
        if not name_of(element):
            yield f"empty {element.tag}: {_where(element)}"
    for element in root.iter("button"):
        sends = element.get("type", "submit") == "submit" and not element.get("form")
        # What stands in a template comes into its form when a script copies it there.
        if sends and next(element.iterancestors("form", "template"), None) is None:
            yield f"button that would send a form, outside of one: {_where(element)}"


def _nesting_is_valid(root: Element) -> Iterator[str]:
    for element in root.iter(*PHRASING_ONLY):
        inside = {child.tag for child in element.iterdescendants("*")}
        # A link may wrap a whole card; everything else here holds running text only.
        if element.tag != "a" and (wrong := inside & BLOCK):
            yield f"<{min(wrong)}> inside <{element.tag}>: {_where(element)}"
        if element.tag in ("a", "button") and (wrong := inside & INTERACTIVE):
            yield f"<{min(wrong)}> inside <{element.tag}>: {_where(element)}"
    for listing in root.iter("ul", "ol"):
        for child in listing.iterchildren("*"):
            if child.tag not in ("li", "template", "script"):
                yield f"<{child.tag}> straight inside a list: {_where(listing)}"
    for item in root.iter("li"):
        parent = item.getparent()
        if parent is None or parent.tag not in ("ul", "ol", "menu", "fragment", "template"):
            yield f"<li> outside of a list: {_where(item)}"


def _languages_are_said(root: Element) -> Iterator[str]:
    for element in root.iterfind(".//*[@lang]"):
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", element.get("lang", "")):
            yield f"lang is no language: {_where(element)}"


_PAGE_RULES = (_has_one_heading, _says_what_it_is, _headings_descend)
_RULES = (
    _choices_are_grouped,
    _controls_are_labelled,
    _htmx_stands_at_its_element,
    _ids_are_unique,
    _languages_are_said,
    _links_and_buttons_have_names,
    _nesting_is_valid,
    _nothing_is_inline,
    _pictures_have_words_and_size,
    _references_exist,
)
