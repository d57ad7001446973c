"""A learner's own pages: three sentences, the form, a real no, sending, her dossier, an appeal."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from learning.clock import now
from learning.db import write
from learning.recognition import own, queries
from learning.recognition.operations import take_step
from learning.recognition.queries import DossierFacts
from learning.recognition.stages import Ruling, Verb
from learning.web.site import site as web_site
from tests.conftest import Clock
from tests.factories.accounts import a_guest, a_learner, a_staff_member
from tests.factories.places import a_commune
from tests.factories.recognition import citizen, gives_herself, sends, somebody_at_home
from tests.support.page import Page
from tests.support.site import Site

TITLES = "/vi/cong-nhan/"
CITIZEN = TITLES + "cong-dan-hoc-tap/"
FORM = CITIZEN + "phieu/"


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


@pytest.fixture
def lan(site: Site) -> UUID:
    """A learner, signed in, at home in a commune."""
    person = somebody_at_home()
    site.sign_in(person)
    return person


def step(dossier: DossierFacts, verb: Verb, **more: object) -> DossierFacts:
    """Somebody of the staff takes a step; each time another."""
    by = a_staff_member(f"Cán bộ {verb} {len(dossier.steps)}", "officer")
    with write():
        return take_step(dossier.id, verb, by=by, at=now(), **more)  # type: ignore[arg-type]  # as it names them


def decided(person: UUID) -> DossierFacts:
    dossier = step(step(sends(person), "endorsed"), "proposed")
    return step(dossier, "decided", ruling=Ruling("not-recognised", "15/QĐ-UBND"))


def test_a_guest_is_told_how_to_get_a_name_and_sees_no_form(site: Site) -> None:
    for person in (None, a_guest()):
        if person:
            site.sign_in(person, "guest")
        page = site.get(TITLES)
        assert "Bác cần một thẻ học" in page.text
        site.get(FORM + "1/", status=401)
        site.post(CITIZEN + "dong-y/", {"dong-y": "co"}, status=401)


def test_her_own_page_leads_there(site: Site, lan: UUID) -> None:
    assert site.get("/vi/cua-toi/").click("Danh hiệu của tôi").heading == "Danh hiệu của tôi"
