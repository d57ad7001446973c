"""create_app: settings, languages, content, rooms, guards. Assembly only: every rule lives in its room."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import Flask
from flask_babel import Babel
from jinja2 import FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from learning import catalog, clock, db
from learning.accounts import carried as people_carried
from learning.accounts import data_room, holdings, keys, second_step, staff_room
from learning.accounts import operations as accounts
from learning.accounts import queries as people
from learning.accounts import session as sessions
from learning.accounts import views as accounts_views
from learning.accounts.granting import OutOfReach
from learning.catalog import laid, lesson, translatable, version
from learning.catalog.content import UnknownCourse, UnknownModule, UnknownQuestion
from learning.classes import batches
from learning.classes import carried as classes_carried
from learning.classes import carried_evenings as evenings_carried
from learning.classes import erasing as classes_erasing
from learning.classes import evening as evening_views
from learning.classes import holdings as classes_holdings
from learning.classes import operations as grouped
from learning.classes import queries as classes
from learning.classes import views as classes_views
from learning.config import ROOT, Settings
from learning.credentials import views as credentials_views
from learning.desk import erasing as desk_erasing
from learning.desk import holdings as desk_holdings
from learning.desk import live as desk_live
from learning.desk import staff_room as desk_room
from learning.desk import views as desk_views
from learning.i18n import catalogs, course_texts, live, negotiation, registry
from learning.i18n.registry import Language
from learning.i18n.templates import FoldingEnvironment
from learning.jobs import kinds as job_kinds
from learning.jobs import views as jobs_views
from learning.kiosk import operations as kiosks
from learning.kiosk import session as kiosk_session
from learning.kiosk import views as kiosk_views
from learning.peers import certificates, profiles, reach
from learning.peers import courses as course_packs
from learning.peers import erasing as peers_erasing
from learning.peers import queries as peer_queries
from learning.peers import session as peer_session
from learning.peers import staff_room as peers_room
from learning.peers import views as peers_views
from learning.peers.agreeing import Carrier
from learning.peers.changes import Feed
from learning.peers.things import Shared
from learning.places import carried as places_carried
from learning.places import others as places_others
from learning.places import queries as known_places
from learning.places import views as places_views
from learning.places.others import Done, Follow, Others, Present
from learning.places.rules import is_below
from learning.quizzes.marking import UnreadableAnswer
from learning.recognition import awards, own_titles, paper_views
from learning.recognition import erasing as recognition_erasing
from learning.recognition import holdings as recognition_holdings
from learning.recognition import listing as recognition_lists
from learning.recognition import staff_room as recognition_offices
from learning.recognition import views as recognition_views
from learning.recognition.files import UnknownSet
from learning.recognition.papers import freezing
from learning.recognition.papers.batch import CERTIFICATES
from learning.recognition.queries import UnknownDossier
from learning.records import carried as recorded_carried
from learning.records import contacts, presence
from learning.records import erasing as record_erasing
from learning.records import operations as record
from learning.records import queries as recorded
from learning.reports import erasing as reports_erasing
from learning.reports import tallies
from learning.reports import views as reports_views
from learning.study import own_data
from learning.study import views as study_views
from learning.sync import carried as parcels
from learning.sync import devices, handing
from learning.sync import views as sync_views
from learning.trouble import DatabaseTrouble
from learning.voices import erasing as voices_erasing
from learning.voices import holdings as voices_holdings
from learning.voices import live as voices_live
from learning.voices import saying
from learning.voices import staff_room as voices_room
from learning.voices import texts as voices_texts
from learning.voices import views as voices_views
from learning.web import access, assets, errors, fragments, kept, languages, pages, security, shelf, worker
from learning.web import views as web_views
from learning.web.errors import BadInput, NotFound, NotTheirs
from learning.web.site import Places, Site

BLUEPRINTS = (
    web_views.bp,
    study_views.bp,
    own_data.bp,
    own_titles.bp,
    accounts_views.bp,
    second_step.bp,
    staff_room.bp,
    data_room.bp,
    sync_views.bp,
    handing.bp,
    devices.bp,
    classes_views.bp,
    evening_views.bp,
    credentials_views.bp,
    jobs_views.bp,
    paper_views.bp,
    places_views.bp,
    reports_views.bp,
    kiosk_views.bp,
    peers_views.bp,
    peers_room.bp,
    recognition_views.bp,
    recognition_offices.bp,
    desk_views.bp,
    desk_room.bp,
    voices_views.bp,
    voices_room.bp,
)
# Things of which two servers may say different things until somebody decides.
SHARED = {
    "people": profiles.SHARED,
    "places": Shared(
        places_carried.MEMBERS,
        places_carried.look,
        places_carried.hold,
        places_carried.change,
        places_carried.say,
    ),
    "classes": Shared(
        classes_carried.MEMBERS,
        classes_carried.look,
        classes_carried.hold,
        classes_carried.change,
        classes_carried.say,
    ),
}
PLACES = Carrier(
    "places", places_carried.places, places_carried.read, places_carried.add, places_carried.also
)
CLASSES = Carrier(
    "classes",
    classes_carried.classes,
    classes_carried.read,
    classes_carried.add,
    classes_carried.also,
    unsaid={"place": None},  # a class of nowhere is at its server's place: nobody has to choose
)
IN_CLASS = classes_carried.inside
# What paired servers carry, in the order in which rows need each other. Each room reads and keeps its own.
FEEDS = (
    Feed("versions", recorded_carried.told_versions, recorded_carried.keep_versions),
    Feed("people", profiles.told_people, profiles.keep_people, ("id",)),
    Feed("links", people_carried.links, recorded_carried.keep_links, ("guest_id", "person_id")),
    Feed("cards", people_carried.cards, people_carried.keep_cards, ("person_id",)),
    Feed("places", PLACES.tell, PLACES.keep, inside=places_carried.inside),
    Feed("classes", CLASSES.tell, CLASSES.keep, inside=classes_carried.inside),
    Feed("members", classes_carried.members, classes_carried.keep_members, ("person_id",), IN_CLASS),
    Feed("evenings", evenings_carried.evenings, evenings_carried.keep_evenings, inside=IN_CLASS),
    Feed("roll", evenings_carried.roll, evenings_carried.keep_roll, ("person_id",), IN_CLASS),
    Feed("events", recorded_carried.told_events, recorded_carried.keep_events, ("person_id",)),
    Feed("hands", evenings_carried.hands, evenings_carried.keep_hands, inside=IN_CLASS),
    Feed("parcels", parcels.told, parcels.keep, ("person_id",), is_mail=True),
    Feed("courses", course_packs.told, course_packs.keep),
    Feed("books", certificates.told, certificates.keep, renew=certificates.renew),
)
# What rooms above the record forget of somebody who is erased.
# Figures first: they look at where she counted.
FORGETTING = (
    reports_erasing.forget,
    classes_erasing.forget,
    desk_erasing.forget,
    voices_erasing.forget,
    peers_erasing.forget,
    parcels.forget,
    recognition_erasing.forget,
    awards.forget,
)
# Long work that staff can ask for (learning.jobs).
JOB_KINDS = (batches.BLANK, batches.NAMED, CERTIFICATES)
# What errors of rooms that know no pages mean to whoever asked.
KNOWN = {
    UnknownCourse: NotFound,
    UnknownModule: NotFound,
    UnknownQuestion: NotFound,
    UnknownSet: NotFound,
    UnknownDossier: NotFound,
    UnreadableAnswer: BadInput,
    OutOfReach: NotTheirs,
}


def create_app(settings: Settings | None = None) -> Flask:
    """The whole site as one WSGI app. Reads content and catalogues; touches no database yet."""
    settings = settings or Settings.from_environment()
    app = Flask("learning", root_path=str(ROOT), static_folder=None, template_folder="templates")
    app.config["SECRET_KEY"] = settings.secret_key
    app.testing = settings.environment == "testing"
    site = _site(settings)
    app.extensions["hocso"] = site
    app.extensions["gatekeeper"] = _gatekeeper()
    _know_peers(app)
    job_kinds.hand_in(app, JOB_KINDS)
    presence.hand_in(classes.seen_at)
    places_others.hand_in(Others(_follow, _present, _note))
    db.install(app, settings.database_url)
    _put_up_the_shelf(app, site)
    security.install(app, settings)
    languages.install(app, site.languages)
    errors.install(app, passing=DatabaseTrouble, known=KNOWN)
    fragments.htmx.init_app(app)
    sessions.install(app)
    kiosk_session.install(app)
    babel = Babel(
        app,
        default_locale=site.languages.source.locale,
        default_translation_directories=str(settings.translations_dir),
        locale_selector=negotiation.babel_locale,
        default_timezone="Asia/Ho_Chi_Minh",
    )
    babel.domain_instance = live.SpokenDomain()  # type: ignore[no-untyped-call]  # Flask-Babel's
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    site.speak = partial(_speak, app, site)
    site.read_clips = voices_live.take
    site.clip_of = voices_live.clip_of
    app.extensions["voice_share"] = voices_texts.share
    for language in site.languages.offered:
        site.speak(language)
    access.require_guards(app)
    return app


def _gatekeeper() -> access.Gatekeeper:
    return access.Gatekeeper(
        key_holder=keys.read,
        signed_in=sessions.current_staff,
        roles_of=people.roles_of,
        second_factor_shown=sessions.second_factor_shown,
        roles_at=people.roles_at,
        places_of=people.places_of,
        peer_caller=peer_session.caller,
    )


def _put_up_the_shelf(app: Flask, site: Site) -> None:
    """Behind our headers, in front of Flask. Authors go without: content changes under their hands."""
    if site.settings.environment != "development":
        shelved = shelf.Shelf(app.wsgi_app, lambda: site.pages, kiosk_session.MARKER)
        app.wsgi_app = shelved  # type: ignore[method-assign]  # how Flask documents a middleware
    if site.settings.environment != "testing":  # tests look when they mean to
        watched = desk_live.Watch(app, app.wsgi_app)
        app.wsgi_app = watched  # type: ignore[method-assign]  # as above


def _know_peers(app: Flask) -> None:
    """What paired servers carry, who belongs to a place of theirs, and how their erasing is done here."""
    app.extensions["feeds"] = {feed.name: feed for feed in FEEDS}
    app.extensions["shared"] = SHARED
    app.extensions["reaches_a_peer"] = peer_queries.reaches_a_peer
    app.extensions["who_belongs"] = classes.ever_learned_at
    app.extensions["erase_within"] = partial(record_erasing.erase_within, rooms=FORGETTING)


def _site(settings: Settings) -> Site:
    served = laid.served(settings.courses_dir, settings.data_dir)
    content = catalog.load(served.folder, clock.now().date(), settings.data_dir / "cache")
    look = assets.Assets.load(ROOT / "static")
    catalogs.compile_stale(settings.translations_dir)  # before they are read, and folded into pages
    words = [folder for folder in (settings.translations_dir, served.words) if folder]
    said = "".join(map(catalogs.digest, words))
    return Site(
        settings=settings,
        languages=registry.load(settings.translations_dir, look.fonts()),
        catalog=content,
        packs=served.numbers,
        brought=served.words,
        pages=pages.PageStore(),
        kept=kept.KeptPages(),
        assets=look,
        worker=worker.made(ROOT / "static", look, version.of_catalog(content) + said),
        kept_answers=recorded.kept_answers,
        adopt=_adopt,
        erase=_erase,
        places=Places(known_places.name_of, is_below, known_places.paths_of, known_places.search_paths),
        export=_export,
        is_shared_device=kiosk_session.is_shared,
    )


def _follow(moves: Sequence[Follow]) -> None:
    accounts.follow_places(moves)
    grouped.follow_places(moves)
    kiosks.follow_places(moves)
    reach.follow_places(moves)
    freezing.follow_places(moves)
    recognition_lists.follow_places(moves)
    tallies.units_changed([path for move in moves for path in (move.old, move.new)])


def _present(paths: Sequence[str]) -> Present:
    return Present(*classes.counts_at(paths), people.grants_at(paths))


def _note(by: UUID | None, done: Done) -> None:
    thing = None if done.place is None else ("place", done.place)
    accounts.log_action(done.verb, by=by, thing=thing, place=done.path or None, details=done.details)
    if done.verb in ("place-made", "place-corrected", "place-renamed", "place-reopened"):
        grouped.tie(done.path)
    if done.verb == "place-succeeded":
        tallies.units_changed([done.path])


def _adopt(guest: UUID, person: UUID) -> None:
    record.adopt(guest, person, by=person)


def _erase(person: UUID, by: UUID | None, reason: str) -> None:
    record_erasing.erase(person, by, reason, rooms=FORGETTING)


def _export(person: UUID) -> dict[str, Any]:
    return {
        **holdings.kept_of(person),
        **classes_holdings.kept_of(person),
        **recognition_holdings.kept_of(person),
        **awards.kept_of(person),
        **desk_holdings.kept_of(person),
        **voices_holdings.kept_of(person),
        "learning": recorded.kept_of(person),
        "devices": contacts.kept_of(person),
    }


def _speak(app: Flask, site: Site, language: Language) -> None:
    """Everything that speaks a language, made of its files and of what was approved since."""
    translations_dir, approved = site.settings.translations_dir, site.approved
    words = catalogs.interface(language, site.languages, translations_dir, approved.interface)
    courses = [*(course.id for course in site.catalog.courses), translatable.FACTS]
    folders = [folder for folder in (site.brought, translations_dir) if folder]  # a pack has newer words
    said = course_texts.course_texts(language, site.languages, folders, courses, approved.courses)
    environment = FoldingEnvironment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=site.settings.environment == "development",
    )
    environment.fold(
        words,
        {
            "url": partial(_address, app, language),
            "asset": site.assets.address,
            "heard": saying.interface(site, language, words),
        },
    )
    environment.globals.update(
        say=saying.course(site, language, said, escape),
        html=saying.course(site, language, said, _inline),
        vietnamese=fragments.vietnamese,
    )
    site.catalogs[language.code] = words
    site.said[language.code] = said
    site.environments[language.code] = environment


def _address(app: Flask, language: Language, endpoint: str, **values: Any) -> str:
    """A path of ours, in the language of the page. Needs no request: constant ones are folded."""
    if app.url_map.is_endpoint_expecting(endpoint, "language"):
        values.setdefault("language", language)
    return app.url_map.bind("localhost").build(endpoint, values)


def _inline(text: str) -> Markup:
    return Markup(lesson.inline_html(text))  # noqa: S704  # renders Markdown with HTML off
