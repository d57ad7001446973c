"""Names for made-up people and places, from lists of common ones. Pure."""

from random import Random

_FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
)
_MIDDLE = {"bà": "Thị", "ông": "Văn"}
_GIVEN = {
    "bà": (
        "An",
        "Bích",
        "Cúc",
        "Dung",
        "Đào",
        "Hà",
        "Hạnh",
        "Hiền",
        "Hoa",
        "Hồng",
        "Huệ",
        "Hương",
        "Lan",
        "Liên",
        "Loan",
        "Mai",
        "Nga",
        "Nguyệt",
        "Sen",
        "Thu",
        "Tuyết",
        "Xuân",
    ),
    "ông": (
        "Bình",
        "Chiến",
        "Cường",
        "Dũng",
        "Đức",
        "Hải",
        "Hòa",
        "Hùng",
        "Khánh",
        "Lâm",
        "Long",
        "Minh",
        "Nam",
        "Phúc",
        "Quang",
        "Sơn",
        "Tâm",
        "Thành",
        "Tiến",
        "Tuấn",
        "Vinh",
    ),
}
PROVINCE = "Sông Mây"
COMMUNES = ("Bến Lụa", "Đồng Sen", "Núi Quế")
HAMLETS = (
    ("Đông", "Đoài", "Bãi", "Chợ"),
    ("Thượng", "Trung", "Hạ", "Mới"),
    ("Suối Cạn", "Đồi Chè", "Cầu Mây", "Khe Vàng"),
)
CENTRES = ("Nhà văn hóa Bến Lụa", "Trung tâm học tập Đồng Sen")


def full_name(random: Random) -> str:
    """A common name, as on a list of learners."""
    title = random.choice(("bà", "bà", "ông"))  # two of three who come are women
    return f"{random.choice(_FAMILY)} {_MIDDLE[title]} {random.choice(_GIVEN[title])}"


def year_of_birth(random: Random, year: int) -> int | None:
    """Most are past fifty, some are young; some would rather not say."""
    if random.random() < 0.08:
        return None
    age = random.gauss(63, 9) if random.random() < 0.75 else random.uniform(15, 50)
    return year - int(min(max(age, 12), 92))
