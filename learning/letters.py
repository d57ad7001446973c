"""Letters, pure: words to find without accents, Vietnamese names in the order of the alphabet.

The marks of Khmer, Cham and Tai Viet are no accents but vowels: without them it is another word.
"""

import unicodedata
from functools import lru_cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# What stands for each letter in a key: characters that any database sorts by their code.
_RANKS = dict(zip(ALPHABET, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg", strict=True))
# Ngang, huyền, hỏi, ngã, sắc, nặng. Lower than every letter, so that "bạ" stands before "bác".
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_NO_TONE = "1"
# Not heard, nor seen: the last only says where a line of Khmer may break.
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ\u200b")
# Marks of Khmer, Cham and Tai Viet.
_KHMER, _CHAM, _TAI_VIET = range(0x1780, 0x17DE), range(0xAA00, 0xAA60), range(0xAA80, 0xAAE0)
_VOWELS = frozenset(
    letter
    for letter in map(chr, (*_KHMER, *_CHAM, *_TAI_VIET))
    if unicodedata.category(letter) in ("Mn", "Mc")
)
# Under another letter these two look alike, and people type either.
_FOOT_OF_DA, _FOOT_OF_TA = "\u17d2\u178a", "\u17d2\u178f"
LONGEST_NUMBER = 6


def plain(text: str) -> str:
    """Letters and digits only, without accents, case or apostrophes: "Ea M’Droh" is "ea mdroh"."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES).replace("đ", "d"))
    letters = "".join(
        letter if letter.isalnum() or letter in _VOWELS else " "
        for letter in bare
        if letter in _VOWELS or not unicodedata.combining(letter)
    )
    return " ".join(letters.replace(_FOOT_OF_DA, _FOOT_OF_TA).split())


def as_begun(word: str) -> str:
    """How a plain word stands in a plain text: after a blank, but Khmer puts none between its words."""
    return word if ord(word[0]) in _KHMER else f" {word}"


def alphabetical(text: str) -> str:
    """A key that sorts as a Vietnamese dictionary does: syllable by syllable, letters first, then the tone.

    However a name is written (composed or not, "hoà" or "hòa", capitals or not), its key is the same, so
    equal keys also say that two names are one. Numbers sort as numbers.
    """
    return " ".join(_syllable(one) for one in _spelled(text).split())


def untoned(letter: str) -> str:
    """The letter without its tone: "ẩ" is "â"."""
    parts = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))


def _spelled(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.casefold().translate(_APOSTROPHES))
    return "".join(letter if letter.isalnum() else " " for letter in composed)


@lru_cache(maxsize=4096)  # names of one country share their syllables
def _syllable(syllable: str) -> str:
    if syllable.isdecimal():
        return syllable.rjust(LONGEST_NUMBER, "0")
    tone, letters = _NO_TONE, ""
    for letter in syllable:
        parts = unicodedata.normalize("NFD", letter)
        tone = max([tone, *(_TONES[part] for part in parts if part in _TONES)])
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        letters += _RANKS.get(base, base)
    return letters + tone
