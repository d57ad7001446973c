"""Words of the desk: what is wrong with a translation, kinds of questions, and where a sentence stands."""

from collections.abc import Mapping

from learning.desk.rules import INTERFACE, Wrong
from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy
from learning.web.errors import Sentence

FAULTS: Mapping[str, Sentence] = {
    "empty": lazy("Ô này còn trống."),
    "names": lazy("Những dấu này phải giữ y như câu tiếng Việt, không thêm, không bớt: %(what)s"),
    "percent": lazy("Dấu phần trăm phải viết đôi (%%%%) như trong câu tiếng Việt."),
    "tags": lazy("Những thẻ này phải giữ y như câu tiếng Việt, mở trước đóng sau: %(what)s"),
    "angle": lazy("Không dùng dấu < và > trong câu."),
    "quote": lazy('Thay dấu nháy thẳng " bằng nháy cong “ ”.'),
    "links": lazy("Liên kết phải dẫn đến cùng một nơi như trong câu tiếng Việt: %(what)s"),
    "brackets": lazy("Không thêm dấu ngoặc [ ] hay { } ngoài những dấu đã có."),
    "marks": lazy("Những dấu sao, dấu nháy này phải đủ đôi, như câu tiếng Việt: %(what)s"),
    "too-long": lazy("Câu dịch dài quá nhiều so với câu tiếng Việt."),
    "letters": lazy("Có chữ bị lỗi. Anh chị gõ lại ô này."),
    "unknown": lazy("Trong hệ thống không còn câu tiếng Việt này."),
    "plural": lazy("Câu có số đếm cần đủ %(what)s dạng."),
    "fuzzy": lazy("Câu còn đánh dấu “fuzzy”: xem lại rồi bỏ dấu."),
    "file": lazy("Không đọc được tệp từ chỗ này: %(what)s"),
}
ASKS: Mapping[str, Sentence] = {
    "meaning": lazy("Không rõ câu tiếng Việt nghĩa là gì"),
    "no-word": lazy("Tiếng này chưa có từ ấy"),
    "who": lazy("Không rõ ai nói với ai"),
    "space": lazy("Không biết chỗ này chứa được bao nhiêu chữ"),
    "wrong-source": lazy("Câu tiếng Việt có chỗ sai"),
    "other": lazy("Việc khác"),
}
RETURNS: Mapping[str, Sentence] = {
    "meaning": lazy("Sai nghĩa, thiếu ý"),
    "spelling": lazy("Sai chính tả"),
    "dialect": lazy("Từ của vùng khác, bà con vùng này không dùng"),
    "tone": lazy("Cách nói chưa lễ phép, chưa tự nhiên"),
    "too-long": lazy("Dài quá"),
    "other": lazy("Việc khác"),
}
# What a text of a course is there, by the last step of its place.
PLACES: Mapping[str, Sentence] = {
    "why": lazy("Lời giải thích khi bác chọn câu trả lời này"),
    "say": lazy("Câu để chọn, hoặc lời trong tin nhắn, trên màn hình"),
    "next_time": lazy("Lời khuyên cho lần sau"),
    "ask": lazy("Câu hỏi"),
    "title": lazy("Tên"),
    "detail": lazy("Dòng nhỏ trên màn hình tập"),
    "do": lazy("Việc phải làm"),
    "note": lazy("Thẻ ghi nhớ"),
    "text": lazy("Nội dung tin nhắn"),
    "from": lazy("Tên người gửi"),
    "left": lazy("Vế bên trái, để ghép đôi"),
    "right": lazy("Vế bên phải, để ghép đôi"),
    "heard": lazy("Lời được nghe"),
    "summary": lazy("Lời tóm tắt"),
    "goal": lazy("Mục tiêu của phần tập"),
    "done": lazy("Lời khi làm xong"),
}
FILES: Mapping[str, Sentence] = {
    "course.yaml": lazy("Trang đầu của khóa học"),
    "module.yaml": lazy("Phần đầu của bài"),
    "lesson.md": lazy("Trong bài học"),
    "questions.yaml": lazy("Trong bài kiểm tra"),
    "practice.yaml": lazy("Trên điện thoại tập"),
    "radio.md": lazy("Bài đọc trên loa"),
    "facts.yaml": lazy("Số liệu, tên nút, điền vào nhiều bài"),
}
# Which of our pages a template makes; sentences of code stand in the room that they are found in.
ROOMS: Mapping[str, Sentence] = {
    "layouts": lazy("Khung của mọi trang"),
    "components": lazy("Nút, ô, hộp dùng ở nhiều trang"),
    "study": lazy("Trang của người học"),
    "quizzes": lazy("Trang của người học"),
    "catalog": lazy("Trang của người học"),
    "accounts": lazy("Trang ra vào, tài khoản"),
    "classes": lazy("Trang lớp học của hướng dẫn viên"),
    "kiosk": lazy("Trang của quầy học dùng chung"),
    "places": lazy("Trang địa bàn của cán bộ"),
    "reports": lazy("Trang số liệu của cán bộ"),
    "recognition": lazy("Trang công nhận"),
    "peers": lazy("Trang máy chủ của quản trị"),
    "sync": lazy("Trang gửi kết quả"),
    "jobs": lazy("Trang việc dài của cán bộ"),
    "desk": lazy("Bàn dịch"),
    "errors": lazy("Trang báo lỗi"),
    "web": lazy("Khung của mọi trang"),
    "preview": lazy("Trang xem trước của người soạn"),
}


def fault(code: str, what: str) -> str:
    """One sentence that says what to mend. What was typed or must be kept is put in as it is."""
    return str(FAULTS[code]) % {"what": what}


def faults(wrong: list[Wrong], form: int) -> list[str]:
    return [fault(one.fault, one.what) for one in wrong if one.form == form]


def domain(code: str, titles: Mapping[str, str]) -> str:
    """A domain as translators call it."""
    if code == INTERFACE:
        return _("Giao diện: nút, lời nhắc, trang")
    if code == "facts":
        return _("Số liệu và tên nút trong bài")
    return titles.get(code, code)


def numbers(some: list[int], *, is_only: bool) -> str:
    """For which numbers a form of a counted sentence stands."""
    if is_only:
        return _("Câu dịch")
    return _("Khi số là %(numbers)s…", numbers=", ".join(map(str, some)))
