"""One thing takes two people: proposing, looking again, deciding, correcting; the database too."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update

from learning.accounts import operations as accounts
from learning.clock import now
from learning.db import session, write
from learning.recognition import draw, listing, lists, own, queries
from learning.recognition.list_models import KEPT, RecognitionCheck, RecognitionDecision, RecognitionDraw
from learning.recognition.listing import ListRefused
from learning.recognition.queries import DossierFacts
from tests.conftest import Clock
from tests.factories.offices import (
    ENOUGH,
    NAMES,
    Offices,
    a_list_of,
    checked,
    decided,
    one_drawn,
    proposed,
    sent,
)
from tests.factories.places import somebody_at
from tests.factories.recognition import gives_herself, sends
from tests.support.site import Site, as_staff


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


def test_neither_proposer_nor_branch_looks_again_and_the_last_word_stays(site: Site, here: Offices) -> None:
    one = proposed(here, NAMES[:2])
    with write():
        listing.speak(one.id, "402915", here.officer)
    chosen = one_drawn(one.id)
    for by in (here.association, here.branch):
        with pytest.raises(ListRefused) as refused, write():
            listing.check(one.id, chosen, "confirmed", by)
        assert refused.value.why == "same_person"
    way = f"/vi/cong-nhan/danh-sach/{one.id}/kiem-tra/{chosen}"
    as_staff(site, here.trainer).post(way, {"ket-qua": "not_reached"})
    site.post(way, {"ket-qua": "not_confirmed"})
    site.post(way, {"ket-qua": "confirmed"}, status=409)
    found = lists.list_of(one.id)
    assert found.outcomes[chosen].outcome == "not_confirmed"
    assert found.confidence == draw.confidence(2, ["not_confirmed", "not_reached"])


def test_whoever_proposed_takes_no_other_step_with_all_roles_there_are(site: Site, here: Offices) -> None:
    with write():
        for role in ("officer", "trainer", "administrator"):
            accounts.grant(here.association, role, here.commune.path)
    one = proposed(here, NAMES[:1])
    way = f"/vi/cong-nhan/danh-sach/{one.id}/"
    as_staff(site, here.association).post(way + "boc-tham/", {"spoken": "402915"}, status=422)
    with write():
        listing.speak(one.id, "402915", here.officer)
    site.post(f"{way}kiem-tra/{one_drawn(one.id)}", {"ket-qua": "confirmed"}, status=409)
    with write():
        listing.check(one.id, one_drawn(one.id), "confirmed", here.trainer)
    site.post(way + "quyet-dinh/", {"number": "15", "signed_on": "2026-11-20"}, status=409)
    assert lists.list_of(one.id).state == "checked"


def test_nobody_has_a_hand_in_their_own_dossier(site: Site, here: Offices) -> None:
    held = own_dossier(here.branch, here)
    way = f"/vi/cong-nhan/xet/{held.id}/"
    page = as_staff(site, here.branch).get(way)
    assert not page.all("main form")
    for step in ("dong-y", "tra-lai"):
        assert "của chính anh chị" in site.post(way + step, {"reason": "other"}, status=409).text
    one = a_list_of(
        own_dossier(here.officer, here).person, {"branch": here.branch, "association": here.association}
    )
    with write():
        listing.speak(one, "402915", here.trainer)
    for by, why in ((here.officer, "own"), (here.trainer, None)):
        with nullcontext() if why is None else pytest.raises(ListRefused, match=why), write():
            listing.check(one, one_drawn(one), "confirmed", by)
    as_staff(site, here.officer)
    decision = {"number": "15", "signed_on": "2026-11-20"}
    answer = site.post(f"/vi/cong-nhan/danh-sach/{one}/quyet-dinh/", decision, status=409)
    assert "của chính anh chị" in answer.text
    assert queries.dossier(held.id).stage == "submitted"


def own_dossier(person: UUID, here: Offices) -> DossierFacts:
    """Somebody who works here has sent one, too."""
    with write():
        own.say_home(person, here.hamlet.id)
    gives_herself(person, ENOUGH)
    return sends(person)


def test_one_asks_for_a_correction_another_decides_and_the_old_one_stays(site: Site, here: Offices) -> None:
    one = decided(here, NAMES[:1])
    (entry,) = lists.entries_of(one.id)
    way = f"/vi/cong-nhan/xet/{entry.id}/"
    as_staff(site, here.officer).post(way + "de-nghi-sua", {"reason": "wrong-result"})
    new = {"outcome": "not-recognised", "number": "16/QĐ-UBND", "signed_on": "2026-11-21"}
    site.post(way + "sua", new, status=409)
    other = somebody_at(here.commune, "officer", "Anh Phúc")
    as_staff(site, other).post(way + "sua", new)
    page = site.get(way)
    assert page.texts(".recog-old s") == ["Công nhận: quyết định số 15/QĐ-UBND, ngày 20/11/2026"]
    assert "Không công nhận: quyết định số 16/QĐ-UBND, ngày 21/11/2026" in page.text
    (entry,) = lists.entries_of(one.id)
    assert (entry.is_recognised, len(entry.decisions)) == (False, 2)


def test_an_appeal_is_answered_by_somebody_else(site: Site, here: Offices) -> None:
    held = sent(here.hamlet)
    as_staff(site, here.branch).post(f"/vi/cong-nhan/xet/{held.id}/tra-lai", {"reason": "other"})
    with write():
        own.appeal(held.id, held.person, "points-missing")
    page = as_staff(site, here.officer).get("/vi/cong-nhan/xa/").follow("Sơn Thị Lan")
    page.form("form[action$='/xem-lai']").submit("Nhận lại hồ sơ")
    assert queries.dossier(held.id).stage == "submitted"


# ── What the database holds ──


def test_the_database_too_refuses_one_person_for_both(here: Offices) -> None:
    one = checked(here, NAMES[:2])
    chosen = one_drawn(one.id)
    by = {"list_id": one.id, "proposed_by": here.association}
    check = {"dossier_id": chosen, "seq": 2, "outcome": "confirmed", "checked_at": now()}
    decision = {"number": "1", "signed_on": date(2026, 11, 1), "decided_at": now(), "confidence": {}}
    for table, row in (
        (RecognitionCheck, {**by, **check, "checked_by": here.association}),
        (RecognitionCheck, {**by, **check, "checked_by": here.trainer, "proposed_by": here.trainer}),
        (RecognitionCheck, {**by, **check, "checked_by": here.association, "proposed_by": here.branch}),
        (RecognitionDecision, {**by, **decision, "decided_by": here.association}),
        (RecognitionDecision, {**by, **decision, "decided_by": here.association, "proposed_by": here.branch}),
        (RecognitionDraw, {**by, "spoken": "1" * 6, "spoken_by": here.officer, "drawn_at": now()}),
    ):
        with pytest.raises(Exception, match=r"(?i)constraint"), write() as current:
            current.execute(insert(table), [row])


def test_what_a_list_says_stays_written(here: Offices) -> None:
    decided(here, NAMES[:2])
    for table in KEPT:
        if not session().execute(select(table).limit(1)).first():
            continue
        column = table.__mapper__.primary_key[0]
        for statement in (delete(table), update(table).values({column: column})):
            with pytest.raises(Exception, match="stays written"), write() as current:
                current.execute(statement)
