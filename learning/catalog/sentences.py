"""What pydantic found wrong, as one plain Vietnamese sentence for the author, and where."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from learning.quizzes.pieces import Path, Piece

_SAYS: Mapping[str, str] = {
    "missing": "Thiếu mục “{field}”.",
    "string_type": "“{field}” phải là chữ; nếu là số thì đặt trong dấu ngoặc kép.",
    "bool_type": "“{field}” phải là true hoặc false.",
    "int_type": "“{field}” phải là số nguyên.",
    "float_type": "“{field}” phải là số.",
    "date_type": "“{field}” phải là ngày, viết theo kiểu 2026-11-22.",
    "tuple_type": "“{field}” phải là một danh sách, mỗi mục một dòng bắt đầu bằng dấu gạch.",
    "model_type": "“{field}” phải gồm các dòng “tên: nội dung”.",
    "model_attributes_type": "“{field}” phải gồm các dòng “tên: nội dung”.",
    "dict_type": "“{field}” phải gồm các dòng “tên: nội dung”.",
    "literal_error": "“{field}” phải là một trong: {expected}.",
    "too_short": "“{field}” có {actual_length} mục, ít nhất phải có {min_length}.",
    "too_long": "“{field}” có {actual_length} mục, nhiều nhất được {max_length}.",
    "greater_than_equal": "“{field}” phải từ {ge} trở lên.",
    "less_than_equal": "“{field}” nhiều nhất là {le}.",
}


def told(error: ValidationError) -> Iterator[tuple[Path, str]]:
    """Each thing that is wrong: the path to it, and the sentence."""
    details = error.errors(include_url=False)
    broken_inside = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    for detail in details:
        if detail["type"] == "too_short" and detail["loc"] in broken_inside:
            continue  # what is broken was not counted, but it is there
        yield detail["loc"] + detail.get("ctx", {}).get("at", ()), _sentence(detail)


def _sentence(detail: ErrorDetails) -> str:
    field, context = _called(detail["loc"]), dict(detail.get("ctx", {}))
    if detail["type"] == "empty":
        return f"“{field}” đang bỏ trống."
    if "at" in context:
        return detail["msg"]  # a sentence of ours already
    if detail["type"] == "extra_forbidden":
        return f"Không có mục nào tên “{field}” ở đây.{_meant(field, detail['input'])}"
    if detail["type"] in _SAYS and detail["type"] != "missing" and detail["input"] is None:
        return f"“{field}” đang bỏ trống."
    if "expected" in context:
        context["expected"] = str(context["expected"]).replace("'", "").replace(" or ", ", ")
    says = _SAYS.get(detail["type"])
    return says.format_map({**context, "field": field}) if says else detail["msg"]


def _called(path: Path) -> str:
    """What an author would call the thing at a path."""
    if not path:
        return "tệp này"
    return f"mục thứ {path[-1] + 1}" if isinstance(path[-1], int) else path[-1]


def _meant(field: str, value: object) -> str:
    """A guess at what the author meant by a name that is not there."""
    if value is None:
        return " Câu có dấu phẩy phải đặt trong dấu ngoặc kép."
    near = get_close_matches(field, sorted(_all_names(Piece)), n=1, cutoff=0.7)
    return f" Có phải là “{near[0]}”?" if near and near[0] != field else ""


def _all_names(piece: type[Piece]) -> set[str]:
    """Every name that any authored piece has."""
    own = {field.alias or name for name, field in piece.model_fields.items()}
    return own.union(*(_all_names(kind) for kind in piece.__subclasses__()))
