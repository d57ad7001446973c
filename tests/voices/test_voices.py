"""A sentence is read aloud by one, heard by another, and played to learners until its words change."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from json import loads as read
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from learning.db import session as db_session
from learning.db import write
from learning.desk import live
from learning.voices import erasing, files, operations, queries, rules, texts
from learning.voices.models import VoiceClip
from learning.voices.operations import SamePerson
from learning.web.languages import GREETING
from tests.factories.desk import a_suggestion, a_translator, approve, speaker, text
from tests.factories.voices import a_clip_that_is_played, a_recording, ogg
from tests.support.site import Site

TITLE = "An toàn trên mạng"


@pytest.fixture
def desk(make_app: Callable[..., Flask]) -> Any:
    """A site of one's own: what is approved here is heard here alone."""
    app = make_app()
    with app.app_context():
        yield Site(app)


def heard(reader: UUID, hearer: UUID, words: str, code: str = "vi") -> str:
    """Recorded by one, approved by another, and known to this worker."""
    name = a_clip_that_is_played(reader, hearer, words, code)
    live.look()
    return name


def test_one_reads_another_hears_and_learners_can_listen(desk: Site) -> None:
    first, second = a_translator("Chị Nọi", "vi"), a_translator("Anh Sinh", "vi")
    key = text(TITLE).key
    desk.sign_in(first, "staff")
    desk.post("voices.agree", {}, code="vi")
    assert TITLE in desk.get("voices.text", code="vi", key=key).html
    for _again in range(2):
        desk.post("voices.keep", {"tieng": (BytesIO(ogg()), "a.ogg"), "ms": "2000"}, code="vi", key=key)
    found, many = queries.to_hear("vi", second)
    assert found is not None
    assert (found.text, many) == (TITLE, 1)
    learner = Site(desk.app).client
    assert learner.get(f"/giong/{found.name}").status_code == 404
    desk.sign_in(second, "staff")
    assert TITLE in desk.get("voices.hear", code="vi").html
    desk.post("voices.decide", {"lam": "duyet", "ten": found.name}, code="vi", clip_id=found.id)
    page = learner.get("/vi/khoa/an-toan/").text
    assert f'<span data-clip="/giong/{found.name}">{TITLE}</span>' in page
    with learner.get(f"/giong/{found.name}", headers={"Range": "bytes=0-3"}) as part:
        assert (part.status_code, part.data, part.mimetype) == (206, b"OggS", "audio/ogg")
        assert "immutable" in part.headers["Cache-Control"]


def test_nobody_approves_their_own_voice(desk: Site) -> None:
    first, name = a_translator("Chị Nọi", "vi"), rules.name_of(ogg(), "ogg")
    clip = a_recording(first, TITLE, ogg(), "vi")
    with pytest.raises(SamePerson), write():
        operations.approve(speaker(first, "vi"), clip, name)
    with pytest.raises(IntegrityError), write():
        db_session().execute(update(VoiceClip).values(decided_by=first))


def test_a_changed_translation_is_not_heard_any_more_and_readiness_falls(desk: Site) -> None:
    first, second = a_translator("Chị Nọi", "en"), a_translator("Anh Sinh", "en")
    words = texts.words(desk.app.extensions["hocso"].languages.by_code["en"], text(TITLE))
    assert words is not None
    heard(first, second, words, "en")
    share = texts.share("en")
    assert share is not None
    assert share[0] == 1
    approve(second, a_suggestion(first, text(TITLE), "Safe and sound", code="en"), ["Safe and sound"], "en")
    live.look()
    assert texts.share("en") == (0, share[1])
    assert "data-clip" not in Site(desk.app).get("/en/khoa/an-toan/").html


def test_withdrawing_removes_every_clip(desk: Site) -> None:
    first, second = a_translator("Chị Nọi", "vi"), a_translator("Anh Sinh", "vi")
    name = heard(first, second, TITLE)
    desk.sign_in(first, "staff")
    desk.post("voices.withdraw", {}, code="vi")
    assert not files.path_of(name).exists()
    assert "data-clip" not in Site(desk.app).get("/vi/khoa/an-toan/").html
    assert not queries.has_agreed(first, "vi")


def test_whoever_is_erased_is_heard_no_more(desk: Site) -> None:
    first, second = a_translator("Chị Nọi", "vi"), a_translator("Anh Sinh", "vi")
    name = heard(first, second, TITLE)
    with write():
        erasing.forget([first])
    assert not queries.is_played(name)


def test_a_recording_comes_back_with_a_reason(desk: Site) -> None:
    first, second = a_translator("Chị Nọi", "vi"), a_translator("Anh Sinh", "vi")
    clip = a_recording(first, TITLE, ogg(), "vi")
    desk.sign_in(second, "staff")
    sent = {"lam": "tra", "ten": rules.name_of(ogg(), "ogg")}
    desk.post("voices.decide", sent, code="vi", clip_id=clip, status=422)
    desk.post("voices.decide", {**sent, "kind": "noise"}, code="vi", clip_id=clip)
    desk.sign_in(first, "staff")
    assert "Có tiếng ồn" in desk.get("voices.language", code="vi").html


def test_without_consent_nothing_is_kept_and_what_is_no_sound_neither(desk: Site) -> None:
    first, key = a_translator("Chị Nọi", "vi"), text(TITLE).key
    desk.sign_in(first, "staff")
    desk.post("voices.keep", {"tieng": (BytesIO(ogg()), "a.ogg")}, code="vi", key=key)
    assert queries.names() == set()
    desk.post("voices.agree", {}, code="vi")
    sent = {"tieng": (BytesIO(b"<html>" * 50), "a.ogg"), "ms": "2000"}
    desk.post("voices.keep", sent, code="vi", key=key, status=422)
    assert queries.names() == set()


def test_what_can_be_heard_is_part_of_what_a_device_keeps(desk: Site) -> None:
    first, second = a_translator("Chị Nọi", "vi"), a_translator("Anh Sinh", "vi")
    module = desk.app.extensions["hocso"].catalog.modules[0]
    address, client = f"/api/v1/packs/vi/bai/{module.id}", Site(desk.app).client
    before = read(client.get(address).data)["modules"][0]
    name = heard(first, second, module.title)
    after = read(client.get(address).data)["modules"][0]
    assert [f"/giong/{name}", name, len(ogg())] in after["files"]
    assert after["bytes"] >= before["bytes"] + len(ogg())
    assert after["version"] != before["version"]


def test_a_language_is_heard_where_it_is_chosen_whatever_page_that_is(desk: Site) -> None:
    first, second = a_translator("Chị Sa", "km"), a_translator("Anh Rươn", "km")
    learner = Site(desk.app)
    assert learner.get("/vi/ngon-ngu/").all("[data-clip]") == []
    khmer = desk.app.extensions["hocso"].languages.by_code["km"]
    asked = texts.words(khmer, text(GREETING))
    assert asked is not None
    name = heard(first, second, asked, "km")
    for code in ("vi", "km"):
        page = learner.get(f"/{code}/ngon-ngu/")
        assert page.one(".tongue-say[lang=km] [data-clip]").get("data-clip") == f"/giong/{name}"
        assert page.texts(".tongue-say[lang=km] [data-clip]") == [asked]
    assert len(learner.get("/vi/ngon-ngu/").all("[data-clip]")) == 1


def test_that_question_is_read_aloud_where_the_language_has_it(desk: Site) -> None:
    here = desk.app.extensions["hocso"].languages.by_code
    offered = {code: list(texts.following(here[code], "messages", None)) for code in ("vi", "hmn")}
    assert GREETING in [words for _, words in offered["vi"]]
    assert offered["hmn"] == []
