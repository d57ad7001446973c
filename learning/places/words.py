"""Words for kinds of places, for what stands before a name, and for what cannot be done."""

from collections.abc import Mapping

from learning.i18n import lazy_gettext as lazy
from learning.places.rules import Kind, Refused
from learning.web.errors import Sentence

KIND_WORDS: Mapping[Kind, Sentence] = {
    "province": lazy("Tỉnh, thành phố"),
    "commune": lazy("Xã, phường, đặc khu"),
    "hamlet": lazy("Thôn, ấp, bản, tổ dân phố"),
    "centre": lazy("Trung tâm học tập cộng đồng"),
    "school": lazy("Trường học"),
    "agency": lazy("Cơ quan, đơn vị"),
    "clan": lazy("Dòng họ"),
    "family": lazy("Gia đình"),
}
REFUSALS: Mapping[str, Sentence] = {
    "ended": lazy("Nơi này đã kết thúc, không đổi được nữa."),
    "future": lazy("Ngày hiệu lực chưa tới. Anh chị ghi lại khi quyết định đã có hiệu lực."),
    "listed": lazy("Đơn vị trong danh mục nhà nước chỉ đổi bằng sáp nhập, hoặc bằng danh mục mới."),
    "long-name": lazy("Tên dài quá."),
    "no-label": lazy("Loại này không dùng được ở đây."),
    "no-name": lazy("Tên cần có chữ hoặc số."),
    "not-below": lazy("Nơi này không thêm được loại đó."),
    "not-closed": lazy("Nơi này không mở lại được."),
    "not-empty": lazy("Bên trong còn nơi khác. Anh chị chuyển hoặc kết thúc các nơi đó trước."),
    "not-side-by-side": lazy("Chỉ gộp được những đơn vị cùng loại, nằm cạnh nhau trong cùng một đơn vị."),
    "nothing-leaves": lazy("Anh chị chọn ít nhất một nơi đang nằm trong đơn vị này."),
    "same-name": lazy("Đơn vị mới cần tên khác đơn vị cũ."),
    "taken": lazy("Ở đây đã có nơi mang tên này."),
    "too-early": lazy("Ngày này sớm quá: trước lần thay đổi gần nhất của một nơi trong đó."),
    "too-few": lazy("Cần ít nhất hai đơn vị."),
    "too-many": lazy("Nhiều quá. Anh chị làm thành nhiều lần."),
}

# What stands in the log of staff for each verb that an operation gives back.
VERBS: Mapping[str, Sentence] = {
    "place-made": lazy("Thêm nơi mới"),
    "place-corrected": lazy("Sửa tên viết sai của một nơi"),
    "place-renamed": lazy("Đổi tên một nơi"),
    "place-closed": lazy("Kết thúc một nơi"),
    "place-reopened": lazy("Mở lại một nơi"),
    "place-marked": lazy("Đánh dấu vùng khó khăn"),
    "place-succeeded": lazy("Sửa nơi kế tục"),
    "places-merged": lazy("Sáp nhập đơn vị"),
    "place-split": lazy("Tách đơn vị"),
    "edition-loaded": lazy("Nạp danh mục tỉnh, xã mới"),
}


def refusal(refused: Refused) -> str:
    """The sentence for what cannot be."""
    return str(REFUSALS[refused.reason])


def label_words(label: str) -> str:
    """What stands before a name, by itself: "Tổ dân phố". It is part of names, and no word to translate."""
    return label[:1].upper() + label[1:]
