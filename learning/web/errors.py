"""The error family, and the one place that turns an error into a page, a fragment or JSON."""

import logging
from collections.abc import Callable, Mapping
from traceback import format_tb
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, json, request
from flask_babel import lazy_gettext as lazy
from flask_babel.speaklater import LazyString
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from learning.web.fragments import is_htmx, render

log = logging.getLogger(__name__)
Sentence = LazyString | str


class Problem(Exception):
    """A problem that the person can do something about; `say` is the sentence for them."""

    status = 400
    code = "problem"
    asked = ""  # the path they wanted to see, where one can come back to it
    heading: Sentence = lazy("Có trục trặc nhỏ")
    say: Sentence = lazy("Có điều chưa đúng. Bác thử lại nhé.")

    def __init__(self, say: Sentence | None = None, *, retry_after: int | None = None) -> None:
        super().__init__(self.code)
        if say is not None:
            self.say = say
        self.retry_after = retry_after


class BadInput(Problem):
    """What was sent cannot be used: 422."""

    status = 422
    code = "bad_input"
    say = lazy("Máy chưa hiểu những gì bác vừa gửi. Bác quay lại và thử lại nhé.")


class NotSignedIn(Problem):
    """No key, or one that no longer holds: 401."""

    status = 401
    code = "not_signed_in"
    heading = lazy("Bác vào trước đã nhé")
    say = lazy("Bác cần vào bằng thẻ học trước.")


class StaffNotSignedIn(NotSignedIn):
    """A page of the staff's, and nobody of them here: 401."""

    code = "staff_not_signed_in"
    heading = lazy("Trang của cán bộ, hướng dẫn viên")
    say = lazy("Anh chị vào bằng tên và mật khẩu trước đã. Bà con học bài thì không cần trang này.")


class SecondFactorMissing(NotSignedIn):
    """They know the password; what their phone knows is still to come: 401."""

    code = "second_factor_missing"
    heading = lazy("Còn một bước nữa")
    say = lazy("Trang này có thông tin của người khác, nên cần thêm mã trên điện thoại của anh chị.")


class SecondFactorStale(SecondFactorMissing):
    """They have shown it, but too long ago for what they want to do."""

    heading = lazy("Nhập lại mã cho chắc")
    say = lazy("Việc sắp làm là việc hệ trọng. Anh chị nhập lại mã trên điện thoại rồi làm tiếp.")


class Forbidden(Problem):
    """Not theirs to do: 403."""

    status = 403
    code = "forbidden"
    say = lazy("Máy không nhận yêu cầu này.")


class RoleMissing(Forbidden):
    """A page of the staff's, but of other roles: 403."""

    heading = lazy("Trang này dành cho người khác")
    say = lazy(
        "Tài khoản đang dùng không mở được trang này. Nếu cần, anh chị nhờ người quản trị giao vai trò."
    )


class NotTheirs(Forbidden):
    """Staff, but above their role or outside their places: 403."""

    heading = lazy("Việc của người khác")
    say = lazy("Việc này vượt quá vai trò hoặc địa bàn của anh chị. Nhờ cấp trên làm giúp.")


class NotFound(Problem):
    """Nothing here: 404."""

    status = 404
    code = "not_found"
    heading = lazy("Không có trang này")
    say = lazy("Có thể địa chỉ đã đổi, hoặc gõ nhầm một chữ.")


class NotAllowed(Problem):
    """The address exists, but not for this method: 405."""

    status = 405
    code = "not_allowed"
    say = lazy("Trang này không nhận cách gửi đó.")


class TooLarge(Problem):
    """More than we take at once: 413."""

    status = 413
    code = "too_large"
    say = lazy("Nội dung gửi lên quá lớn.")


class TooMany(Problem):
    """Too often: 429, with the seconds to wait."""

    status = 429
    code = "too_many"
    say = lazy("Bác thử nhiều lần quá. Chờ một lát rồi thử lại.")


class Busy(Problem):
    """Ours, and passing: 503. Nothing was half-written."""

    status = 503
    code = "busy"
    say = lazy("Máy chủ đang bận, chưa giữ được kết quả. Bác chờ một phút rồi gửi lại.")


class TooSlow(Busy):
    """The body did not arrive in time: 408. The same sentence holds: send it again."""

    status = 408
    code = "too_slow"


class Broken(Problem):
    """Ours, and not passing by itself: 500. Logged without personal data."""

    status = 500
    code = "broken"
    say = lazy("Máy chủ gặp lỗi. Lỗi này là của chúng tôi, không phải của bác.")


_BY_STATUS: dict[int, type[Problem]] = {
    kind.status: kind
    for kind in (BadInput, NotSignedIn, Forbidden, NotFound, NotAllowed, TooLarge, TooMany, Busy, Broken)
}


def install(app: Flask, *, passing: type[Exception], known: Mapping[type[Exception], type[Problem]]) -> None:
    """Answer every error with a sentence.

    `passing` is the store's error that goes by itself; `known` says what errors of pure rooms, which know
    nothing of pages, mean here.
    """

    def on_problem(error: Exception) -> Response:
        assert isinstance(error, Problem)  # narrows what Flask's registration promises
        return answer(error)

    def on_http(error: Exception) -> BaseResponse:
        assert isinstance(error, HTTPException)  # as above
        if error.response is not None or (error.code or 500) < 400:
            return error.get_response()
        kind = _BY_STATUS.get(error.code or 500, Problem)
        made = kind()
        made.status = error.code or 500
        answered = answer(made)
        if allow := dict(error.get_headers()).get("Allow"):
            answered.headers["Allow"] = allow
        return answered

    def on_busy(error: Exception) -> Response:
        log.warning("store: %s on %s", type(error).__name__, request.endpoint)
        return answer(Busy(retry_after=30))

    def on_anything(error: Exception) -> Response:
        log.error("%s on %s\n%s", type(error).__name__, request.endpoint, _where(error))
        return answer(Broken())

    app.register_error_handler(Problem, on_problem)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(passing, on_busy)
    for unknown, kind in known.items():
        app.register_error_handler(unknown, _translated(kind))
    if not app.testing:
        app.register_error_handler(Exception, on_anything)


def _way_back() -> str:
    """Where to go on after signing in, for whose session ended while writing: the page of that form."""
    came_from = urlsplit(request.referrer or "")
    pages = (request.path, came_from.path if came_from.netloc == request.host else "")
    seen = current_app.create_url_adapter(request)
    return next((path for path in pages if path and seen is not None and seen.test(path, "GET")), "")


def _where(error: BaseException | None) -> str:
    """The traceback without what the errors say: they quote values, and no name or token may be logged."""
    told = []
    while error is not None:
        told.append(f"{type(error).__qualname__}, raised in:\n" + "".join(format_tb(error.__traceback__)))
        error = error.__cause__ or error.__context__
    return "".join(told)


def _translated(kind: type[Problem]) -> Callable[[Exception], Response]:
    return lambda _error: answer(kind())


def answer(problem: Problem) -> Response:
    """JSON under /api/, a notice for htmx, else a whole page."""
    if request.path.startswith("/api/"):
        body = json.dumps({"error": problem.code, "say": str(problem.say)}, ensure_ascii=False)
        response = Response(body, status=problem.status, mimetype="application/json")
    else:
        problem.asked = request.path if request.method == "GET" else _way_back()
        template = "errors/_problem.html" if is_htmx() else "errors/problem.html"
        response = Response(render(template, page=problem), status=problem.status)
    response.headers["Cache-Control"] = "no-store"
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response
