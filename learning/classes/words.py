"""Words for days, standings, evidence and needs."""

from collections.abc import Callable
from typing import cast

from learning.i18n import lazy_gettext

lazy = cast("Callable[..., str]", lazy_gettext)  # the stubs of WTForms know of no lazy text
DAY_WORDS = (
    lazy("Thứ Hai"),
    lazy("Thứ Ba"),
    lazy("Thứ Tư"),
    lazy("Thứ Năm"),
    lazy("Thứ Sáu"),
    lazy("Thứ Bảy"),
    lazy("Chủ nhật"),
)
