"""What was recognised, as an Open Badges 3.0 credential and as its short twin for the code on the paper.

Both are signed by the same key and say the same; `facts_of` reads either. The name is the one on the paper.
No year of birth, no home, no points: the decision says who is meant, and whoever holds the paper sees it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from learning.credentials.jws import Unreadable
from learning.ids import derived_id

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
UNVERIFIED = "criteria-not-verified"
ISSUER_NAME = "Bình dân học vụ số"
ISSUER_ROLE = "Ghi lại và ký số quyết định công nhận do cấp có thẩm quyền đã ban hành."
CAUTION = "Bộ tiêu chí chưa được đối chiếu với văn bản gốc."
PROFILE = "/xac-minh/don-vi.json"
PAGE = "/vi/xac-minh/"
HERE = timezone(timedelta(hours=7))
LIST_SIZE = 131_072  # the least that a status list may have (Bitstring Status List 1.0)
LONGEST_NAME, LONGEST_TITLE, LONGEST_DECISION = 80, 120, 60
MOST_BYTES = 360  # of all that people typed, together: the code on the paper stays one that old phones read


@dataclass(frozen=True, slots=True)
class Award:
    """What a decision recognised. `subject` stands for the decision on one person: issued once for each.

    `is_verified`: was the criteria set compared with the original? `description` is what the title means.
    """

    subject: UUID
    name: str
    title: str
    description: str
    set_id: str
    set_version: str
    is_verified: bool
    decision: str
    decided_on: date
    decided_by: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a credential or its twin says. `serial` is its place in the list of withdrawn ones."""

    number: str
    serial: int
    issuer: str | None
    name: str
    title: str
    criteria: str
    is_verified: bool
    decision: str
    decided_on: date
    decided_by: str
    signed_on: date
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a credential stands: its issuer, its number on paper, its serial in the lists."""

    issuer: str
    number: str
    serial: int

    @property
    def id(self) -> str:
        """Its own name: where the site has an address, the page that tells of it."""
        base = base_of(self.issuer)
        return f"{base}{PAGE}{self.number}" if base else derived_id("credential", self.number).urn

    @property
    def status_list(self) -> str:
        """The list that says whether it was withdrawn."""
        return list_address(self.issuer, self.serial // LIST_SIZE)


def issuer_id(base: str, node: UUID) -> str:
    """The name of an issuer: the address of its profile, or on a box without an address one of its own."""
    return f"{base}{PROFILE}" if base else node.urn


def base_of(issuer: str) -> str:
    """The outside address of an issuer's site; empty where it has none."""
    return issuer.removesuffix(PROFILE) if issuer.startswith("http") else ""


def list_address(issuer: str, number: int) -> str:
    """The name of a status list: where it is published, or one that follows from the issuer's."""
    base = base_of(issuer)
    return f"{base}/xac-minh/thu-hoi/{number}" if base else f"{issuer}?=list/{number}"


def fault_of(award: Award) -> str | None:
    """Which part of an award cannot be written on a certificate; None where all can."""
    limits = (("name", LONGEST_NAME), ("title", LONGEST_TITLE), ("decision", LONGEST_DECISION))
    for part, most in (*limits, ("decided_by", LONGEST_TITLE), ("description", 1000), ("set_id", 40)):
        text = getattr(award, part)
        if not text.strip() or len(text) > most or not text.replace("\n", " ").isprintable():
            return part
    typed = award.name + award.title + award.decision + award.decided_by
    if len(typed.encode()) > MOST_BYTES:
        return "together"
    return "valid_to" if award.valid_to and award.valid_to < award.valid_from else None


def credential(award: Award, place: Place, at: datetime) -> dict[str, Any]:
    """The credential, with the claims that it has as a signed token (Open Badges 3.0, 8.2.4)."""
    starts = _instant(award.valid_from)
    made: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": place.id,
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": award.title,
        "issuer": issuer(place.issuer),
        "validFrom": starts.isoformat(),
        "awardedDate": _instant(award.decided_on).isoformat(),
        "credentialSubject": _subject(award, place),
        "evidence": [_decision(award)],
        "credentialStatus": status_entry(place),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "iss": place.issuer,
        "jti": place.id,
        "iat": int(at.timestamp()),
        "nbf": int(starts.timestamp()),
    }
    if award.valid_to is not None:
        ends = _instant(award.valid_to) + timedelta(days=1, seconds=-1)
        made |= {"validUntil": ends.isoformat(), "exp": int(ends.timestamp())}
    return made


def issuer(id: str) -> dict[str, Any]:
    """Who signs: this site. It records what others decided, and says so."""
    base = base_of(id)
    profile = {"id": id, "type": ["Profile"], "name": ISSUER_NAME, "description": ISSUER_ROLE}
    return profile | ({"url": f"{base}/"} if base else {})


def status_entry(place: Place) -> dict[str, str]:
    """Where the status list says whether this credential was withdrawn."""
    index = str(place.serial % LIST_SIZE)
    return {
        "id": f"{place.status_list}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": index,
        "statusListCredential": place.status_list,
    }


def twin(award: Award, number: str, serial: int, at: datetime) -> dict[str, Any]:
    """The same in few letters, for the code on the paper."""
    made: dict[str, Any] = {
        "v": 1,
        "n": number,
        "i": serial,
        "w": award.name,
        "t": award.title,
        "c": f"{award.set_id}@{award.set_version}",
        "d": award.decision,
        "o": award.decided_on.isoformat(),
        "b": award.decided_by,
        "s": at.astimezone(HERE).date().isoformat(),
    }
    if not award.is_verified:
        made["u"] = 1
    if award.valid_from != award.decided_on:
        made["f"] = award.valid_from.isoformat()
    if award.valid_to is not None:
        made["x"] = award.valid_to.isoformat()
    return made


def facts_of(payload: dict[str, Any]) -> Facts:
    """What a signed payload says, whichever of the two it is. Raises Unreadable for any other."""
    try:
        return _of_twin(payload) if "@context" not in payload else _of_credential(payload)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError):
        raise Unreadable from None


def _subject(award: Award, place: Place) -> dict[str, Any]:
    who = {"type": "IdentityObject", "hashed": False, "identityHash": award.name, "identityType": "name"}
    meaning = award.description if award.is_verified else f"{award.description} {CAUTION}"
    return {
        "type": ["AchievementSubject"],
        "identifier": [who],
        "licenseNumber": place.number,
        "source": {
            "id": derived_id("decided by", award.decided_by).urn,
            "type": ["Profile"],
            "name": award.decided_by,
        },
        "achievement": {
            "id": derived_id("achievement", award.set_id, award.set_version).urn,
            "type": ["Achievement"],
            "achievementType": "Award",
            "name": award.title,
            "description": meaning,
            "criteria": {"narrative": meaning},
            "humanCode": award.set_id,
            "version": award.set_version,
            "tag": [] if award.is_verified else [UNVERIFIED],
            "inLanguage": "vi",
        },
    }


def _decision(award: Award) -> dict[str, Any]:
    return {"type": ["Evidence"], "genre": "decision", "name": award.decision}


def _of_twin(told: dict[str, Any]) -> Facts:
    if told["v"] != 1:
        raise Unreadable
    decided, until = _day(told["o"]), told.get("x")
    return Facts(
        number=_text(told["n"]),
        serial=_count(told["i"]),
        issuer=None,
        name=_text(told["w"]),
        title=_text(told["t"]),
        criteria=_text(told["c"]),
        is_verified="u" not in told,
        decision=_text(told["d"]),
        decided_on=decided,
        decided_by=_text(told["b"]),
        signed_on=_day(told["s"]),
        valid_from=_day(told["f"]) if "f" in told else decided,
        valid_to=None if until is None else _day(until),
    )


def _of_credential(told: dict[str, Any]) -> Facts:
    subject, status, until = told["credentialSubject"], told["credentialStatus"], told.get("validUntil")
    achieved, listed = subject["achievement"], _text(status["statusListCredential"])
    if told["issuer"]["id"] != told["iss"] or "AchievementCredential" not in told["type"]:
        raise Unreadable
    return Facts(
        number=_text(subject["licenseNumber"]),
        serial=_list_number(listed) * LIST_SIZE + int(_text(status["statusListIndex"])),
        issuer=_text(told["iss"]),
        name=_text(subject["identifier"][0]["identityHash"]),
        title=_text(achieved["name"]),
        criteria=f"{_text(achieved['humanCode'])}@{_text(achieved['version'])}",
        is_verified=UNVERIFIED not in achieved["tag"],
        decision=_text(told["evidence"][0]["name"]),
        decided_on=_day(told["awardedDate"]),
        decided_by=_text(subject["source"]["name"]),
        signed_on=datetime.fromtimestamp(_count(told["iat"]), HERE).date(),
        valid_from=_day(told["validFrom"]),
        valid_to=None if until is None else _day(until),
    )


def _list_number(listed: str) -> int:
    """Which list: its name ends in it."""
    return int(listed.rpartition("/")[2])


def _instant(on: date) -> datetime:
    """The beginning of a day where the decision was made."""
    return datetime(on.year, on.month, on.day, tzinfo=HERE)


def _day(text: Any) -> date:
    return date.fromisoformat(_text(text)[:10])


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError
    return value
