"""Speaking with the province's server: pair once, then send and fetch until nothing is left."""

import fcntl
import http.client
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from learning.clock import now
from learning.db import session, write
from learning.peers import identity, messages, operations
from learning.peers.models import Peer
from learning.peers.operations import Trouble
from learning.web.site import site

SECONDS = 60
MOST_TURNS = 100_000


class NoLink(RuntimeError):
    """The other server did not answer, or not as one that we are paired with. The sentence says why."""

    def __init__(self, say: str, trouble: Trouble = "unreadable") -> None:
        super().__init__(say)
        self.trouble: Trouble = trouble


class AlreadyRunning(RuntimeError):
    """Another process of this server is just speaking with the province."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What one run did."""

    sent: int
    fetched: int
    refused: int


def pair(code: str) -> None:
    """Show the province our key and its code, and pin its key. Raises NoLink."""
    asked = {"code": code, "key": messages.as_text(identity.own_public()), "name": _own_name()}
    _, body = _post("/api/v1/peers/pair", messages.packed(asked), {})
    try:
        key = messages.from_text(messages.unpacked(body).get("key"))
    except messages.Unreadable:
        raise NoLink("The other server gave an answer that cannot be read.") from None
    if len(key) != 32 or key == identity.own_public():
        raise NoLink("The other server gave no key of its own.")
    with write() as current:
        operations.pin(current, key, _host()[:80], is_upstream=True)


def run() -> Summary:
    """Send and fetch until both have everything. What a cut leaves undone, the next run does."""
    with _alone(), _noting_trouble():
        sent = fetched = refused = 0
        for _ in range(MOST_TURNS):
            turn, is_done = _turn()
            sent, fetched, refused = sent + turn.sent, fetched + turn.fetched, refused + turn.refused
            if is_done:
                return Summary(sent, fetched, refused)
        raise NoLink("The two servers find no end.")


@contextmanager
def _noting_trouble() -> Iterator[None]:
    """What stands in the way is shown on the page too: nobody reads the log of a box in a village."""
    try:
        yield
    except NoLink as trouble:
        with write() as current:
            found = current.execute(_UPSTREAM).scalar_one_or_none()
            if found is not None:
                operations.note_trouble(current, found.id, trouble.trouble)
        raise


_UPSTREAM = (
    select(Peer).where(Peer.is_upstream, Peer.revoked_at.is_(None)).order_by(Peer.paired_at.desc()).limit(1)
)


def _turn() -> tuple[Summary, bool]:
    with write() as current:
        peer = current.execute(_UPSTREAM.with_for_update()).scalar_one_or_none()
        if peer is None:
            raise NoLink("This server is not paired: flask sync pair CODE.")
        peer.said += 1
        node, key, count = peer.id, peer.public_key, peer.said
        telling = operations.given(current, peer, peer.given)
    answer = operations.read_told(payload := _asked(node, key, count, telling))
    try:
        with write() as current:
            before = current.get_one(Peer, node).refused
            peer = operations.take(current, node, answer)
            peer.given, peer.seen_at = answer.taken, now()
            peer.trouble = peer.trouble_at = None
            refused = peer.refused - before
    except IntegrityError:
        raise NoLink("Somebody here was just keeping the same. The next run goes on.") from None
    last = payload.get("last")
    is_done = answer.taken >= telling["last"] and isinstance(last, int) and answer.upto >= last
    return Summary(len(telling["records"]), len(answer.records), refused), is_done


def _asked(node: Any, key: bytes, count: int, telling: Mapping[str, Any]) -> dict[str, Any]:
    body, at = messages.packed(telling), now().isoformat()
    said = messages.signable(operations.EXCHANGE, identity.own_id(), node, count, at, body=body)
    headers = {
        "X-Peer": str(identity.own_id()),
        "X-Peer-Count": str(count),
        "X-Peer-At": at,
        "X-Peer-Signature": messages.as_text(identity.sign(said)),
    }
    signature, answer = _post(operations.EXCHANGE, body, headers)
    try:
        proof = messages.from_text(signature)
        expected = messages.signable("answer", node, identity.own_id(), count, at, body=answer)
        if not identity.is_signed(key, expected, proof):
            raise NoLink("The answer does not come from the server that we are paired with.")
        return messages.unpacked(answer)
    except messages.Unreadable:
        raise NoLink("The other server gave an answer that cannot be read.") from None


def _post(path: str, body: bytes, headers: Mapping[str, str]) -> tuple[str, bytes]:
    address = urlsplit(site().settings.upstream_url)
    if not address.hostname:
        raise NoLink("UPSTREAM_URL does not say where the other server is.")
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    line = kind(address.hostname, address.port, timeout=SECONDS)
    named = {"X-Peer-Versions": ",".join(map(str, messages.VERSIONS))}
    named["Content-Type"] = "application/octet-stream"
    try:
        line.request("POST", address.path + path, body, {**named, **headers})
        answer = line.getresponse()
        read = answer.read(messages.LARGEST + 1)
    except (OSError, http.client.HTTPException) as error:
        raise NoLink(f"No link to the other server: {type(error).__name__}.", "no-line") from None
    finally:
        line.close()
    if answer.status != 200:
        raise NoLink(_said(answer.status, read), _TROUBLES.get(answer.status, "unreadable"))
    if len(read) > messages.LARGEST:
        raise NoLink("The other server answered more than may be.")
    return answer.headers.get("X-Peer-Signature", ""), read


_TROUBLES: Mapping[int, Trouble] = {
    401: "not-paired",
    409: "other-version",
    502: "no-line",
    503: "no-line",
    504: "no-line",
}


def _said(status: int, body: bytes) -> str:
    try:
        said = json.loads(body)["say"]
    except (ValueError, KeyError, TypeError):
        said = ""
    return f"The other server refused ({status}). {str(said)[:300]}".strip()


def status() -> list[dict[str, Any]]:
    """Every peer, as a person at this server wants to know it."""
    with write() as current:
        last = operations.last_change(current)
    names = ("id", "name", "is_upstream", "seen_at", "skew", "refused", "revoked_at", "place", "trouble")
    return [
        {name: getattr(peer, name) for name in names} | {"waiting": max(0, last - peer.given)}
        for peer in session().execute(select(Peer).order_by(Peer.paired_at)).scalars()
    ]


@contextmanager
def _alone() -> Iterator[None]:
    with (site().settings.data_dir / "sync.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning("This server is speaking with the province already.") from None
        yield


def _host() -> str:
    return urlsplit(site().settings.upstream_url).hostname or ""


def _own_name() -> str:
    return urlsplit(site().settings.public_url).hostname or f"centre {str(identity.own_id())[:8]}"
