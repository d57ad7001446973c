"""Plain words: what English, officialese and the screens of engineers are called in a village."""

import re
from collections.abc import Iterator, Mapping

from learning.catalog.content import Problem
from learning.catalog.lesson import link_words
from learning.catalog.module_files import Reading
from learning.catalog.voices import told_by_us

# fmt: off -- a list to read down: the hard word, then what people say
PLAINER: Mapping[str, str] = {
    "account": "tài khoản",
    "app": "ứng dụng",
    "chiếm đoạt": "lấy mất",
    "click": "chạm, bấm",
    "comment": "lời bình",
    "cơ quan chức năng": "tên cơ quan: công an xã, ủy ban xã",
    "cung cấp": "đưa, cho",
    "download": "tải về",
    "đối tượng": "kẻ gian, người ấy",
    "fake": "giả",
    "giao diện": "màn hình",
    "hành vi": "việc làm",
    "hotline": "số gọi",
    "inbox": "nhắn riêng",
    "internet": "mạng",
    "kê khai": "khai",
    "khuyến cáo": "khuyên",
    "kích hoạt": "bật lên, dùng được",
    "livestream": "phát trực tiếp",
    "mạo danh": "giả danh, giả làm",
    "offline": "không cần mạng",
    "online": "trên mạng",
    "password": "mật khẩu",
    "phản hồi": "trả lời",
    "phương thức": "cách",
    "screenshot": "ảnh chụp màn hình",
    "share": "chia sẻ, gửi cho người khác",
    "smartphone": "điện thoại thông minh",
    "sử dụng": "dùng",
    "thao tác": "việc, bước",
    "thiết bị": "máy, điện thoại",
    "thủ đoạn": "mánh, cách lừa",
    "thực hiện": "làm",
    "tiến hành": "làm",
    "tiếp nhận": "nhận",
    "tính năng": "việc máy làm được",
    "trải nghiệm": "dùng thử",
    "triển khai": "làm",
    "trực tuyến": "trên mạng",
    "truy cập": "vào, mở",
    "tương tác": "hỏi đáp, bấm thích",
    "update": "cập nhật",
    "website": "trang mạng",
    "xác minh": "hỏi cho rõ, kiểm tra",
    "xác thực": "kiểm tra đúng người",
    "xử lý": "làm, lo",
}
# fmt: on
_HARD = re.compile(rf"(?<![\w-])(?:{'|'.join(PLAINER)})(?![\w-])")
_NOWHERE = re.compile(r"(?:(?:bấm|chạm|nhấn|xem|vào|tại|ở) )*(?:đây|đó|link|liên kết|xem thêm|chi tiết)")


def check_plainness(reading: Reading) -> Iterator[Problem]:
    """Hard words in what we say ourselves, and links that do not say where they lead."""
    for each in told_by_us(reading):
        for found in _HARD.finditer(each.text.casefold()):
            say = f"“{found[0]}” khó hiểu với nhiều bác; nên nói: {PLAINER[found[0]]}."
            yield reading.warning(each.file, each.line, say)
        for said in link_words(each.text):
            if _NOWHERE.fullmatch(said.casefold().strip(" .")):
                say = f"Link “{said}” không nói dẫn tới đâu: viết tên bài hoặc tên trang."
                yield reading.error(each.file, each.line, say)
