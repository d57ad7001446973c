"""Rules of shared devices, pure: pairing codes, and how long a machine waits for a touch."""

import re
from datetime import timedelta

from stdnum import verhoeff

CODE_DIGITS = 8  # seven by chance and one that catches a digit typed wrong
CODE_OPEN_FOR = timedelta(minutes=15)
LONGEST_TYPED_CODE = 40
LONGEST_LABEL = 60

# Issue: a machine is made ready for the next person after a minute without a touch, and says so before.
SECONDS_IDLE = 60
SECONDS_WARNING = 15
# Without scripts a page cannot notice a touch, and somebody may still be reading: three minutes on one page.
SECONDS_ON_ONE_PAGE = 180


class UnreadableCode(ValueError):
    """Not eight digits, or one of them was typed wrong."""


def pairing_code(serial: int) -> str:
    """Seven digits and their check digit (Verhoeff: every wrong digit, every two swapped neighbours)."""
    if not 0 <= serial < 10 ** (CODE_DIGITS - 1):
        raise ValueError("a serial has seven digits")
    digits = f"{serial:07d}"
    return digits + verhoeff.calc_check_digit(digits)


def read_code(typed: str) -> str:
    """The code somebody typed, without spaces and dashes. Raises UnreadableCode."""
    digits = re.sub(r"[\s.\-–—]", "", typed[:LONGEST_TYPED_CODE])
    if not re.fullmatch(rf"[0-9]{{{CODE_DIGITS}}}", digits) or not verhoeff.is_valid(digits):
        raise UnreadableCode
    return digits


def spaced_code(code: str) -> str:
    """As people read it out: four and four."""
    return f"{code[:4]} {code[4:]}"
