"""Which paired server is asking: read from the signature on the request."""

from datetime import datetime
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as lazy

from learning.peers import messages, operations
from learning.peers.rules import common_version
from learning.web.errors import NotSignedIn, Problem


class OtherVersion(Problem):
    """Both are servers of ours, and one is too old for the other: 409."""

    status = 409
    code = "other_version"
    say = lazy("Hai máy chủ dùng hai phiên bản khác nhau nên chưa trao đổi được. Cần cập nhật máy cũ hơn.")


class NotPaired(NotSignedIn):
    """Not signed by a peer of ours, or said before: 401."""

    code = "not_paired"
    say = lazy("Máy chủ này chưa được ghép, đã bị gỡ, hoặc tin này đã được gửi một lần rồi.")


def caller() -> UUID:
    """The peer that signed this request, body and all. Raises NotPaired or OtherVersion."""
    head = request.headers
    if "X-Peer" not in head:
        raise NotPaired
    try:
        node, count = UUID(head["X-Peer"]), int(head.get("X-Peer-Count", ""))
        at = datetime.fromisoformat(head.get("X-Peer-At", ""))
        signature = messages.from_text(head.get("X-Peer-Signature"))
    except ValueError:
        require_version(head.get("X-Peer-Versions", ""))
        raise NotPaired from None
    if at.tzinfo is None or not 0 < count < 2**62:
        raise NotPaired
    try:
        require_version(head.get("X-Peer-Versions", ""))
    except OtherVersion:
        operations.note_other_version(node, count, at, body=request.get_data(), signature=signature)
        raise
    if not operations.hear(node, request.path, count, at, body=request.get_data(), signature=signature):
        raise NotPaired
    return node


def require_version(named: str) -> None:
    """Raises OtherVersion where we share no version of the protocol."""
    theirs = {int(one) for one in named.split(",") if one.isdecimal() and len(one) < 6}
    if common_version(messages.VERSIONS, theirs) is None:
        raise OtherVersion
