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
NEED_WORDS = {
    "wrong": lazy("Vừa sai hai câu liền"),
    "stuck": lazy("Đứng lâu ở một chỗ"),
    "busy": lazy("Đang làm"),
    "idle": lazy("Chưa làm gì"),
    "done": lazy("Vừa làm xong bài kiểm tra"),
}
STEP_WORDS = (
    lazy("Tự mở đúng chỗ, không ai chỉ"),
    lazy("Tự làm hết các bước"),
    lazy("Nói được chỗ nào phải cẩn thận"),
)
