"""What we issue is an Open Badge: by 1EdTech's schemas, and by a verifier of others (openbadgeslib)."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import Flask
from jsonschema import Draft201909Validator
from openbadgeslib import OB3VerificationError, OB3Verifier
from openbadgeslib.ob3.status import check_credential_status

from learning.clock import now
from learning.credentials import badge, books, jws, keyring, operations, published, queries, rules
from learning.credentials.queries import Issued
from learning.db import session, write
from tests.factories.credentials import a_certificate, an_award
from tests.support import papers
from tests.support.site import Site

SCHEMAS = Path(__file__).parent / "schemas"
MUTATIONS = 10_000


def faults(schema: str, document: Any) -> list[str]:
    rules_of = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
    checker = Draft201909Validator(rules_of, format_checker=Draft201909Validator.FORMAT_CHECKER)
    return [f"{list(one.path)}: {one.message}" for one in checker.iter_errors(document)]


def test_the_schemas_are_the_ones_that_were_fetched() -> None:
    listed = dict(
        re.findall(r"`([\w.]+json)` \| `(\w{64})`", (SCHEMAS / "README.md").read_text(encoding="utf-8"))
    )
    found = {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in SCHEMAS.glob("*.json")}
    assert found == listed


@pytest.mark.parametrize("changes", [{}, {"is_verified": True, "valid_to": an_award().valid_from}])
@pytest.mark.parametrize("issuer", [papers.ISSUER, "urn:uuid:00000000-0000-5000-8000-000000000001"])
def test_a_credential_is_valid_by_the_official_schema(changes: dict[str, Any], issuer: str) -> None:
    place = badge.Place(issuer, rules.number_of(1), 7)
    made = badge.credential(an_award(**changes), place, papers.noon(papers.TODAY))
    assert faults("ob_v3p0_achievementcredential_schema.json", made) == []


def test_the_schema_would_notice_what_is_missing() -> None:
    made = badge.credential(an_award(), badge.Place(papers.ISSUER, "1", 7), papers.noon(papers.TODAY))
    for part in ("id", "issuer", "validFrom", "credentialSubject"):
        assert faults(
            "ob_v3p0_achievementcredential_schema.json", {k: v for k, v in made.items() if k != part}
        )


def test_the_issuer_is_valid_by_the_official_schema(app: Flask) -> None:
    a_certificate()
    assert faults("ob_v3p0_profile_schema.json", published.issuer()) == []


# ── Another verifier ──


class NotAccepted(Exception):
    """The other verifier refused."""


def other_verifier(token: str, key: bytes, listed: str) -> None:
    """What openbadgeslib says, with our lists instead of a network. Raises NotAccepted."""
    verifier = OB3Verifier(Ed25519PublicKey.from_public_bytes(key))
    try:
        credential = verifier.verify(token)
        check_credential_status(
            credential,
            download=lambda _: listed.encode(),
            verify_list=True,
            list_pubkey_pem=verifier.pubkey_pem,
        )
    except OB3VerificationError as refused:
        raise NotAccepted(str(refused)) from None


@pytest.fixture
def award() -> Any:
    """Recognised ten days ago: the other verifier goes by the real clock."""
    day = now().date()
    return replace(
        an_award(), decided_on=day - timedelta(days=10), valid_from=day - timedelta(days=10), is_verified=True
    )


@pytest.fixture
def https_app(make_app: Any) -> Iterator[Flask]:
    """A site with an outside address, as the lists of the other verifier need one."""
    app = make_app(public_url="https://hoc.example.vn")
    with app.app_context():
        yield app


def key_and_list() -> tuple[bytes, str]:
    key, listed = keyring.in_use(), published.status_list(0)
    assert key is not None
    assert listed is not None
    return key.public, listed


def test_another_verifier_accepts_what_we_issue_until_it_is_withdrawn(https_app: Flask, award: Any) -> None:
    issued = a_certificate(award)
    other_verifier(issued.token or "", *key_and_list())
    assert rules.judge(issued.token or "", queries.all_books(), queries.today()).standing == "genuine"
    with write():
        operations.revoke(award.subject, "decision", at=now())
    with pytest.raises(NotAccepted, match="is set"):
        other_verifier(issued.token or "", *key_and_list())
    assert rules.judge(issued.token or "", queries.all_books(), queries.today()).standing == "withdrawn"


def test_both_refuse_what_is_over_or_signed_by_another_or_of_another_issuer(
    https_app: Flask, award: Any
) -> None:
    key_of, over = a_certificate(award), replace(award, subject=papers.AWARD.subject)
    ended = a_certificate(replace(over, valid_to=now().date() - timedelta(days=2)))
    payload = jws.opened(key_of.token or "").payload
    stranger = Ed25519PrivateKey.generate()
    row = keyring.in_use()
    assert row is not None
    of_other = payload | {"iss": papers.OTHER_ISSUER}
    refused = {
        "expired": ended.token or "",
        "re-signed": jws.signed(stranger, payload, kid=row.kid),
        "two issuers": jws.signed(keyring.private(row), of_other),
        "wrong issuer": jws.signed(
            keyring.private(row), of_other | {"issuer": payload["issuer"] | {"id": papers.OTHER_ISSUER}}
        ),
    }
    for name, token in refused.items():
        with pytest.raises(NotAccepted):
            other_verifier(token, *key_and_list())
        standing = rules.judge(token, queries.all_books(), queries.today()).standing
        assert standing == {"expired": "expired", "two issuers": "unread"}.get(name, "foreign")


def test_neither_accepts_a_changed_credential(https_app: Flask, award: Any) -> None:
    issued = a_certificate(award)
    held, (key, _) = queries.all_books(), key_and_list()
    verifier, drawn = OB3Verifier(Ed25519PublicKey.from_public_bytes(key)), random.Random(1)
    for _ in range(MUTATIONS):
        changed = papers.mutated(issued.token or "", drawn)
        assert rules.judge(changed, held, queries.today()).standing in ("foreign", "unread")
        assert not accepts(verifier, changed) or is_same_content(issued, changed)


def accepts(verifier: OB3Verifier, token: str) -> bool:
    try:
        verifier.verify(token)
    except OB3VerificationError:
        return False
    return True


def is_same_content(issued: Issued, changed: str) -> bool:
    """It reads another spelling of the very same bytes (the last bits of base64), which we refuse."""
    head = (issued.token or "").rpartition(".")[0]
    return changed.rpartition(".")[0] == head


# ── What others fetch ──


def test_the_public_addresses_tell_who_signs_with_what_and_what_was_withdrawn(site: Site) -> None:
    issued = a_certificate()
    session().rollback()
    told = site.get("/xac-minh/so-tra.json").response
    assert [queries.own_book()] == [books.read(text) for text in json.loads(told.text)["books"]]
    kid = jws.opened(issued.twin or "").kid
    assert json.loads(site.get(f"/xac-minh/khoa/{kid}.json").response.text)["x"]
    assert json.loads(site.get("/xac-minh/don-vi.json").response.text)["name"] == badge.ISSUER_NAME
    listed = jws.opened(site.get("/xac-minh/thu-hoi/0").response.text).payload
    assert listed["credentialSubject"]["statusPurpose"] == "revocation"
    for path in ("/xac-minh/thu-hoi/1", "/xac-minh/khoa/x.json"):
        site.get(path, status=404)
