"""Words of the voice desk: why a file is no clip, and why one comes back."""

from collections.abc import Mapping

from learning.i18n import lazy_gettext as lazy
from learning.web.errors import Sentence

FAULTS: Mapping[str, Sentence] = {
    "empty": lazy("Chưa có bản ghi nào. Anh chị bấm “Ghi âm” rồi đọc câu này."),
    "kind": lazy("Tệp này không phải bản ghi âm mà hệ thống nhận được. Anh chị ghi ngay trên trang này."),
    "length": lazy("Không biết bản ghi dài bao lâu. Anh chị ghi ngay trên trang này."),
    "short": lazy("Bản ghi ngắn quá. Anh chị đọc trọn câu rồi mới dừng."),
    "long": lazy("Bản ghi dài quá một phút. Anh chị chỉ đọc câu này."),
    "heavy": lazy("Bản ghi nặng quá, bà con tải sẽ tốn tiền. Anh chị ghi ngay trên trang này."),
    "quiet": lazy("Nhỏ quá, anh chị nói gần máy hơn."),
    "silent": lazy("Bản ghi có chỗ lặng dài. Anh chị ghi lại, đọc ngay khi máy bắt đầu ghi."),
}
PACK_FAULTS: Mapping[str, Sentence] = {
    "empty": lazy("Anh chị chưa chọn tệp, hoặc tệp trống."),
    "file": lazy("Tệp này không phải gói tiếng nói, hoặc đã hỏng trên đường đi. Anh chị chép lại tệp."),
    "format": lazy("Gói này do một bản phần mềm khác làm ra, máy chủ này không đọc được."),
    "torn": lazy("Có bản ghi trong gói không còn nguyên vẹn. Anh chị chép lại tệp."),
    "signature": lazy("Chữ ký của gói không đúng: tệp đã bị sửa sau khi làm ra."),
    "language": lazy("Gói này là của tiếng khác."),
    "own": lazy("Gói này do chính máy chủ này làm ra, không cần nhận lại."),
    "old": lazy("Máy chủ này đã nhận một gói mới hơn của nơi ấy."),
}
RETURNS: Mapping[str, Sentence] = {
    "words": lazy("Đọc sai hoặc thiếu chữ"),
    "noise": lazy("Có tiếng ồn"),
    "quiet": lazy("Nhỏ quá, khó nghe"),
    "dialect": lazy("Giọng vùng khác, bà con khó hiểu"),
    "cut": lazy("Bị cắt mất đầu hoặc cuối"),
    "other": lazy("Việc khác"),
}
