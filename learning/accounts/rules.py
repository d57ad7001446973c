"""Rules of people and sign-in, pure: card numbers, pictures, names, passwords, waiting, return addresses."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from stdnum import verhoeff

# The twelve pictures of a card, in the order in which they always stand on the page: a place is easier
# to remember than a word. Ids are the symbols of static/pictures.svg.
PICTURES = (
    "trau",
    "lua",
    "non-la",
    "dua",
    "sen",
    "ca",
    "ga",
    "thuyen",
    "trong",
    "mat-troi",
    "nha-san",
    "cay-tre",
)
PICKS = 3

NUMBER_DIGITS = 9
LONGEST_TYPED_NUMBER = 40
LONGEST_SCANNED = 300
SCANNED = re.compile(r"/the/([\w-]{16,64})/?$", re.ASCII)
LONGEST_NAME = 80
LONGEST_NAME_KEY = 160
NOT_IN_NAMES = ("Cc", "Cs", "Co", "Cn")
TURNED = re.compile("[\u202a-\u202e\u2066-\u2069\ufffd]")  # turns the line around, or was broken on the way
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
LONGEST_RETURN = 300
EARLIEST_BIRTH = 1900

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)

SETUP_OPEN_FOR = timedelta(days=1)
LINK_OPEN_FOR = timedelta(days=7)


class UnreadableNumber(ValueError):
    """Not nine digits."""

    def __init__(self) -> None:
        super().__init__("A card number has nine digits.")


class MistypedNumber(ValueError):
    """Nine digits, but the last one does not fit the others: something was typed wrong."""

    def __init__(self) -> None:
        super().__init__("The check digit does not fit: a digit was typed wrong.")


class UnreadablePicks(ValueError):
    """Not at most three different pictures of ours."""


class UnusableName(ValueError):
    """Empty, too long, or with characters that are no part of a name."""

    def __init__(self) -> None:
        super().__init__(f"A name has 1 to {LONGEST_NAME} characters, and no unusual ones.")


class WeakPassword(ValueError):
    """Too short, too long, or among the first that anyone would try."""


# --- card numbers ---


def card_number(serial: int) -> str:
    """Eight digits and a check digit that catches every wrong digit and every two swapped neighbours."""
    digits = f"{serial:08d}"
    if not re.fullmatch(r"[1-9]\d{7}", digits):
        raise ValueError("a serial has eight digits and does not start with 0")
    return digits + verhoeff.calc_check_digit(digits)


def read_number(typed: str) -> str:
    """The number somebody typed, without the spaces, dots and dashes, in plain digits.

    Raises UnreadableNumber or MistypedNumber: the two need different sentences.
    """
    if len(typed) > LONGEST_TYPED_NUMBER:
        raise UnreadableNumber
    digits = "".join(_plain_digit(character) for character in typed)
    if len(digits) != NUMBER_DIGITS:
        raise UnreadableNumber
    if not verhoeff.is_valid(digits):
        raise MistypedNumber
    return digits


def scanned_token(typed: str) -> str | None:
    """The token of a card whose address a scanner typed where a number was expected; else None."""
    found = SCANNED.search(typed) if len(typed) <= LONGEST_SCANNED else None
    return found.group(1) if found else None


def _plain_digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    if value is not None:
        return str(value)
    if character in "._\u00ad\t" or unicodedata.category(character) in ("Zs", "Pd", "Cf"):
        return ""
    raise UnreadableNumber


def spaced_number(number: str) -> str:
    """A card number as people read it aloud: three by three."""
    return " ".join(number[at : at + 3] for at in range(0, len(number), 3))


# --- pictures ---


def read_picks(picked: Sequence[str]) -> tuple[str, ...]:
    """What was picked so far, in order: none to three different pictures, or UnreadablePicks."""
    if len(picked) > PICKS or len(set(picked)) != len(picked) or not set(picked) <= set(PICTURES):
        raise UnreadablePicks
    return tuple(picked)


# --- waiting ---


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many wrong tries in a row: not at all, then 30 seconds, doubling."""
    if failures < FREE_TRIES:
        return timedelta(0)
    doublings: int = 2 ** min(failures - FREE_TRIES, 10)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def remaining(locked_until: datetime | None, at: datetime) -> timedelta | None:
    """What is left of a wait, or None where there is none."""
    return locked_until - at if locked_until is not None and locked_until > at else None


# --- names and passwords ---


def clean_name(typed: str) -> str:
    """A name as it is kept: composed, single spaces. Raises UnusableName."""
    if len(typed) > LONGEST_NAME * 4:
        raise UnusableName
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not name or len(name) > LONGEST_NAME:
        raise UnusableName
    if any(unicodedata.category(character) in NOT_IN_NAMES for character in name) or TURNED.search(name):
        raise UnusableName
    return name


def name_key(name: str) -> str:
    """A staff name as it is compared: upper and lower case, and the ways to write an accent, are one."""
    key = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return key[:LONGEST_NAME_KEY]


def plain_password(typed: str) -> str:
    """A password as it is hashed: accents composed, so that every keyboard gives the same."""
    return unicodedata.normalize("NFC", typed)


def require_good_password(password: str, name: str) -> None:
    """Raise WeakPassword with a sentence for the command line; the form has its own, field by field."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPassword(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    if is_common_password(password, name):
        raise WeakPassword("Many people use this password, so it is easily guessed.")


def is_common_password(password: str, name: str) -> bool:
    """Is this among the first that anyone would try, or the person's own name?"""
    bare = re.sub(r"[\W_]", "", password.casefold())
    return bare in COMMON or len(set(bare)) <= 2 or bare == re.sub(r"[\W_]", "", name.casefold())


# Ten characters and longer only: shorter ones are refused already.
COMMON = frozenset(
    """
    1234567890 0123456789 9876543210 0987654321 12345678910 123456789a a123456789 123456789z
    1122334455 1234512345 1q2w3e4r5t q1w2e3r4t5 1qaz2wsx3edc qwertyuiop qwerty12345 qwerty123456
    asdfghjkl1 asdfghjkl123 zxcvbnm123 abcdefghij abcd123456 abcd12345678 abc1234567 abc123456789
    password12 password123 password1234 passw0rd123 administrator admin12345 admin123456 adminadmin
    letmein123 welcome123 iloveyou123 iloveyou12 matkhau123 matkhau1234 matkhau12345 matkhaumoi
    matkhaucuatoi vietnam123 vietnam1234 vietnam1945 vietnam1975 vietnam2025 vietnam2026 hanoi123456
    saigon1234 saigon12345 tphcm12345 anhyeuem123 emyeuanh123 anhyeuem12 khongbiet1 khongbiet123
    khuyenhoc1 khuyenhoc123 hoctapsuotdoi binhdanhocvu binhdanhocvuso congdanhoctap xahoihoctap
    """.split()  # noqa: SIM905  # a list of words reads best as words
)


# --- return addresses ---


def safe_return(asked: str | None) -> str | None:
    """The address to go to after signing in, if it is one of our own pages; else None."""
    if not asked or len(asked) > LONGEST_RETURN or not asked.startswith("/"):
        return None
    if asked.startswith("//") or "\\" in asked or not asked.isprintable() or " " in asked:
        return None
    try:
        parts = urlsplit(asked)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or parts.path.startswith("//"):
        return None
    return asked
