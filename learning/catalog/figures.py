"""What changes lives in facts.yaml: a sum, date, law, number to call, menu or address stands nowhere else.

A figure in a rehearsal (a message, a made-up screen) is made up; there only an address could be somebody's.
What stays in a text all the same says why in figures.yaml.
"""

import re
from collections.abc import Iterator, Mapping

from learning.catalog.allowance import Allowance
from learning.catalog.content import Problem
from learning.catalog.facts import without_facts
from learning.catalog.module_files import Reading
from learning.catalog.schema import Fact
from learning.catalog.voices import told_as_true
from learning.catalog.wording import spoken

_NUMBER = r"\d+(?:[.,]\d+)*"
_FIGURES: Mapping[str, re.Pattern[str]] = {
    "số tiền": re.compile(rf"{_NUMBER} ?(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)(?: đồng)?|đồng|đ|₫|VND|VNĐ)(?!\w)"),
    "phần trăm": re.compile(rf"{_NUMBER} ?(?:%|phần trăm)"),
    "ngày tháng": re.compile(
        r"(?<![\d/])(?:\d{1,2}[/.])?\d{1,2}[/.](?:19|20)\d{2}(?![\d/])"
        r"|ngày \d{1,2}(?:/| tháng )\d{1,2}(?: năm \d{4})?"
        r"|(?<![\d.,/])(?:19|20)\d{2}(?!\w|[.,/]+\w)"
    ),
    "văn bản luật": re.compile(
        r"\d+/\d{4}/[A-ZĐ]\S*"
        r"|(?:Bộ luật|Luật|Nghị định|Nghị quyết|Thông tư|Quyết định|Chỉ thị|Công văn)(?: số)? \d\S*"
        r"|(?:Bộ luật|Luật) [A-ZĐ]\w+"
    ),
    "số gọi": re.compile(r"(?:(?<=gọi )|(?<=gọi số )|(?<=đài )|(?<=bấm ))\d{3,5}(?![\d.,]*\d|\w)"),
    "tuổi": re.compile(r"\d{1,3} tuổi"),
}
_HOST = re.compile(r"(?<![\w.-])(?:[\w.-]+@)?((?:[\w-]+\.)+[a-z]{2,})(?![\w-])")
_BOLD = re.compile(r"(?<=[^\s.!?:] )\*\*(\w[^*]*)\*\*")
_RESERVED = ("example.com", "example.net", "example.org")  # RFC 2606: nobody's
_FILES = frozenset({"apk", "doc", "docx", "jpg", "pdf", "xlsx", "zip"})
_DIALLED = re.compile(r"\d[\d .]*\d")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:…])[\s*“”\"'(]*$")


def check_figures(reading: Reading, facts: Mapping[str, Fact], allowance: Allowance) -> Iterator[Problem]:
    """Every figure, value of a fact and address that a text says by itself and without a reason."""
    module = reading.folder.root.name
    for each in told_as_true(reading):
        for kind, figure in figures_in(each.text):
            if not allowance.covers(module, figure):
                say = f"“{figure}” ({kind}): điều hay đổi thì đưa vào facts.yaml, chuyện kể thì figures.yaml."
                yield reading.error(each.file, each.line, say)
    for each in reading.texts:
        for value, ids in values_in(each.text, facts).items():
            if not allowance.covers(module, value):
                ways = " hoặc ".join(f"{{fact:{id}}}" for id in ids)
                say = f"“{value}” có trong facts.yaml: viết {ways}, để khi đổi chỉ sửa một chỗ."
                yield reading.error(each.file, each.line, say)
        for host in hosts_in(each.text):
            if not allowance.covers(module, host):
                say = (
                    f"Địa chỉ “{host}” có thể có thật: đưa vào facts.yaml, hoặc bịa với đuôi .xx, chữ vi-du."
                )
                yield reading.error(each.file, each.line, say)


def figures_in(text: str) -> Iterator[tuple[str, str]]:
    """The figures that a text says by itself: what kind (in Vietnamese), and as written.

    The name of a menu counts as one: in bold, inside a sentence, with a capital letter.
    """
    bare = without_facts(text)
    for found in _BOLD.finditer(bare):
        if found[1][0].isupper():
            yield "tên mục", found[1]
    for kind, pattern in _FIGURES.items():
        for found in pattern.finditer(bare):
            yield kind, found[0].strip(" .,")


def values_in(text: str, facts: Mapping[str, Fact]) -> dict[str, list[str]]:
    """The values of facts that a text writes out, with the facts that have them.

    A name counts where it is one: inside a sentence with its capital letter, or as the whole text (a button).
    """
    bare, values = without_facts(text), dict[str, list[str]]()
    for id, fact in facts.items():
        if fact.value in bare and _says(bare, fact.value):
            values.setdefault(fact.value, []).append(id)
    return values


def hosts_in(text: str) -> Iterator[str]:
    """Addresses that could be somebody's: no link, no name of a file, no `.xx` at the end, no `vi-du`."""
    for found in _HOST.finditer(spoken(without_facts(text))):
        host = found[1]
        is_made_up = host.endswith((".xx", *_RESERVED)) or "vi-du." in host
        if not is_made_up and host.rsplit(".", 1)[1] not in _FILES:
            yield host


def _says(text: str, value: str) -> bool:
    if text == value:
        return not value.islower()
    if _DIALLED.fullmatch(value) or not value[0].isalpha():
        return re.search(rf"(?<![\w.]){re.escape(value)}(?![\w.]*\d|\w)", text) is not None
    is_name = value[0].isupper()
    return any(
        is_name and not _SENTENCE_BEGINS.search(text[: found.start()])
        for found in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text)
    )
