"""Real companies play no part in a rehearsal: no learner shall think that one of them lies or is lied about.

Names of apps and phones (Zalo, VNeID, Android) are plain words and allowed. Signs and logos cannot come in:
pictures hold no writing and only our own colours (pictures.py).
"""

import re
from collections.abc import Iterator

from learning.catalog.content import Problem
from learning.catalog.module_files import Reading
from learning.catalog.voices import rehearsed

# fmt: off -- names to read across: banks and purses; telephone, power and post; shops and rides
_COMPANIES = (
    "ACB",
    "Agribank",
    "BIDV",
    "Eximbank",
    "HDBank",
    "LPBank",
    "MB Bank",
    "MBBank",
    "MoMo",
    "OCB",
    "Sacombank",
    "SHB",
    "SeABank",
    "Techcombank",
    "TPBank",
    "VIB",
    "Vietcombank",
    "VietinBank",
    "VNPay",
    "VPBank",
    "ZaloPay",
    "EVN",
    "Giao Hàng Nhanh",
    "Giao Hàng Tiết Kiệm",
    "J&T",
    "Mobifone",
    "Vietnam Post",
    "Vietnamobile",
    "Viettel",
    "Vinaphone",
    "VNPost",
    "VNPT",
    "Grab",
    "Lazada",
    "Sendo",
    "Shopee",
    "Tiki",
    "TikTok Shop",
    "Vinamilk",
)
# fmt: on
_NAMED = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _COMPANIES))})(?!\w)", re.IGNORECASE)


def check_brands(reading: Reading) -> Iterator[Problem]:
    """Every company that a message, a caller or a made-up screen names."""
    for each in rehearsed(reading):
        for found in _NAMED.finditer(each.text):
            say = f"“{found[0]}” là hãng có thật: trong bài tập chỉ nói “ngân hàng”, “nhà mạng”, “bưu điện”."
            yield reading.error(each.file, each.line, say)
