"""The preview's app: the site itself on the author's machine, following the files and keeping nothing."""

import secrets
from pathlib import Path

from flask import Flask, Response, request

from learning.config import Settings
from learning.factory import create_app
from learning.i18n import lazy_gettext as lazy
from learning.preview.shelf import LiveShelf, live
from learning.preview.views import bp
from learning.web import access
from learning.web.bodies import SAFE_METHODS
from learning.web.errors import Forbidden
from learning.web.pages import PageStore
from learning.web.site import site

HERE = ("127.0.0.1", "localhost")
KEEPS_NOTHING = lazy("Đây là bản xem thử trên máy của người soạn: không giữ kết quả nào.")


def make_preview(courses: Path, scratch: Path) -> Flask:
    """The whole site, with the preview's pages, over a courses folder that is being written in.

    It answers to this machine's own names alone, so that no other page in the author's browser can read it;
    its database, in an empty folder (`scratch`), has no tables, and what would keep something is refused.
    """
    settings = Settings(
        data_dir=scratch,
        database_url=f"sqlite:///{scratch / 'nothing.db'}",
        secret_key=secrets.token_urlsafe(48),
        environment="development",
        courses_dir=courses,
    )
    app = create_app(settings)
    app.config["TRUSTED_HOSTS"] = list(HERE)
    app.extensions["preview"] = LiveShelf(courses)
    app.register_blueprint(bp)
    access.require_guards(app)
    app.before_request(_keep_nothing)
    app.before_request(_follow_the_files)
    app.after_request(_let_nothing_be_stored)
    return app


def _keep_nothing() -> None:
    if request.method not in SAFE_METHODS:
        raise Forbidden(KEEPS_NOTHING)


def _follow_the_files() -> None:
    """The learners' pages too show the files as they are now."""
    if request.endpoint == "web.static":
        return
    catalog = live().look().catalog
    if site().catalog is not catalog:
        site().catalog, site().pages = catalog, PageStore()


def _let_nothing_be_stored(response: Response) -> Response:
    if request.endpoint != "web.static":
        response.headers["Cache-Control"] = "no-store"
    return response
