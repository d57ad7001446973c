"""create_app: settings, languages, content, rooms, guards. Assembly only: every rule lives in its room."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from jinja2 import FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from learning import accounts, catalog, clock, db, records, study, sync
from learning.catalog import facts, lesson
from learning.config import ROOT, Settings
from learning.i18n import catalogs, negotiation, registry
from learning.i18n.registry import Language
from learning.i18n.templates import FoldingEnvironment
from learning.web import access, assets, errors, fragments, languages, pages, security, views
from learning.web.site import Site

BLUEPRINTS = (views.bp, study.bp, accounts.bp, sync.bp)


def create_app(settings: Settings | None = None) -> Flask:
    """The whole site as one WSGI app. Reads content and catalogues; touches no database yet."""
    settings = settings or Settings.from_environment()
    app = Flask("learning", root_path=str(ROOT), static_folder=None, template_folder="templates")
    app.config["SECRET_KEY"] = settings.secret_key
    app.testing = settings.environment == "testing"
    site = _site(settings)
    app.extensions["hocso"] = site
    db.install(app, settings.database_url)
    security.install(app, settings)
    languages.install(app, site.languages)
    errors.install(app, passing=db.PASSING)
    fragments.htmx.init_app(app)
    Babel(
        app,
        default_locale="vi",
        default_translation_directories=str(settings.translations_dir),
        locale_selector=negotiation.babel_locale,
        default_timezone="Asia/Ho_Chi_Minh",
    )
    accounts.install(app)
    app.extensions["gatekeeper"] = accounts.gatekeeper()
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for language in site.languages.offered:
        site.environments[language.code] = _environment(app, site, language)
    access.require_guards(app)
    return app


def _site(settings: Settings) -> Site:
    content = catalog.load(settings.courses_dir, clock.now().date())
    return Site(
        settings=settings,
        languages=registry.load(settings.translations_dir),
        catalog=content,
        pages=pages.PageStore(),
        assets=assets.Assets.load(Path(ROOT / "static")),
        kept_answers=records.queries.kept_answers,
        adopt=records.operations.adopt,
    )


def _environment(app: Flask, site: Site, language: Language) -> FoldingEnvironment:
    """Templates compiled for one language (i18n.templates)."""
    environment = FoldingEnvironment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=site.settings.environment == "development",
    )
    translations_dir = site.settings.translations_dir
    environment.fold(
        catalogs.interface(language, site.languages, translations_dir),
        {"url": _addresses(app, language), "asset": site.assets.address},
    )
    said = catalogs.course_texts(
        language, site.languages, translations_dir, [course.id for course in site.catalog.courses]
    )
    environment.globals.update(
        say=_say(site, language, said, escape),
        html=_say(site, language, said, lambda text: Markup(lesson.inline_html(text))),  # noqa: S704  # escapes itself
        offered=site.languages.offered,
    )
    return environment


def _addresses(app: Flask, language: Language) -> Callable[..., str]:
    adapter = app.url_map.bind("localhost")

    def url(endpoint: str, **values: Any) -> str:
        if app.url_map.is_endpoint_expecting(endpoint, "language"):
            values.setdefault("language", language)
        return adapter.build(endpoint, values)

    return url


def _say(
    site: Site, language: Language, said: Callable[[str], catalogs.Said], marked: Callable[[str], Markup]
) -> Callable[[str], Markup]:
    """A course text for a page: translated, facts filled in, marked as Vietnamese where it fell back."""

    def say(text: str) -> Markup:
        found = said(text)
        safe = marked(facts.fill(found.text, site.catalog.facts))
        if found.lang == language.code:
            return safe
        return Markup('<span lang="{}">{}</span>').format(found.lang, safe)

    return say
