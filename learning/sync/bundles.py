"""What one device hands to another: results that wait, in a file or in codes (docs/record.md)."""

import json
from typing import Annotated, Any, Literal

from pydantic import Field as Described
from pydantic import ValidationError

from learning.accounts.keys import LONGEST_KEY
from learning.i18n import lazy_gettext as lazy
from learning.records.events import DeviceId, Language
from learning.sync.forms import Strict
from learning.web.errors import BadInput, TooLarge
from learning.web.security import LARGEST_BATCH

FORMAT = "hocso-ket-qua"
VERSION = 1
MOST_TURNS = 200
MOST_EVENTS = 2000
NO_FILE = lazy("Chưa có tệp nào được chọn. Bác chọn tệp kết quả rồi bấm lại nhé.")
BROKEN = lazy("Tệp này bị hỏng hoặc mới chép được một phần. Bác nhờ máy kia lưu lại tệp rồi thử lần nữa.")
FOREIGN = lazy("Đây không phải tệp kết quả học. Tệp đúng có tên bắt đầu bằng “ket-qua”.")
NEWER = lazy("Tệp này do bản phần mềm mới hơn làm ra. Bác đưa máy kia đến chỗ có mạng để tự gửi nhé.")
TOO_MUCH = lazy("Tệp này lớn quá một lần nhận. Bác đưa máy kia đến chỗ có mạng để tự gửi nhé.")


class Turn(Strict):
    """One person's stretch at the device that hands over, with the key to their record where it has one."""

    turn: DeviceId
    device: DeviceId
    language: Language
    record_key: Annotated[str, Described(max_length=LONGEST_KEY)] | None
    events: Annotated[list[Any], Described(max_length=MOST_EVENTS)]


class Bundle(Strict):
    """All of it."""

    format: Literal["hocso-ket-qua"]
    v: Literal[1]
    turns: Annotated[list[Turn], Described(max_length=MOST_TURNS)]


def read(text: bytes) -> Bundle:
    """A bundle as it was handed over. Raises what to tell whoever brought it."""
    if not text:
        raise BadInput(NO_FILE)
    if len(text) > LARGEST_BATCH:
        raise TooLarge(TOO_MUCH)
    try:
        told = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadInput(BROKEN if text.lstrip().startswith(b"{") else FOREIGN) from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise BadInput(FOREIGN)
    if isinstance(told.get("v"), int) and told["v"] > VERSION:
        raise BadInput(NEWER)
    try:
        return Bundle.model_validate(told)
    except ValidationError:
        raise BadInput(BROKEN) from None
