"""Addresses below /api/v1/peers: for servers of ours, packed and signed."""

from uuid import UUID

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from learning.peers import identity, messages, operations
from learning.peers.session import NotPaired, require_version
from learning.web.access import peer_only, personal
from learning.web.errors import BadInput

bp = Blueprint("peers", __name__, url_prefix="/api/v1/peers")
LONGEST_NAME = 80


@bp.post("/pair")
@personal
def pair() -> ResponseReturnValue:
    require_version(request.headers.get("X-Peer-Versions", ""))
    try:
        asked = messages.unpacked(request.get_data())
        key, code, name = messages.from_text(asked.get("key")), asked.get("code"), asked.get("name")
    except messages.Unreadable:
        raise BadInput from None
    if len(key) != 32 or not isinstance(code, str) or not isinstance(name, str) or not name.isprintable():
        raise BadInput
    if not operations.accept(code[:100], key, name[:LONGEST_NAME]):
        raise NotPaired
    return _packed({"key": messages.as_text(identity.own_public())})


@bp.post("/exchange")
@peer_only
def exchange() -> ResponseReturnValue:
    node: UUID = g.peer
    try:
        told = operations.read_told(messages.unpacked(request.get_data()))
    except messages.Unreadable:
        raise BadInput from None
    answer = _packed(operations.exchange(node, told))
    count, at = int(request.headers["X-Peer-Count"]), request.headers["X-Peer-At"]
    said = messages.signable("answer", identity.own_id(), node, count, at, body=answer.get_data())
    answer.headers["X-Peer-Signature"] = messages.as_text(identity.sign(said))
    return answer


def _packed(payload: object) -> Response:
    return Response(messages.packed(payload), mimetype="application/octet-stream")
