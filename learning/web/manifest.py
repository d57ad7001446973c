"""What a phone needs to put the site on its home screen (W3C Web Application Manifest)."""

import json
from typing import Any

from flask import Response
from flask_babel import gettext as _

from learning.i18n.registry import Language
from learning.web import pages
from learning.web.assets import Assets

MIMETYPE = "application/manifest+json"
GROUND = "#fbf6ea"  # --paper of static/css/tokens.css: seen while the page opens
BAND = "#a3271f"  # theme-color of templates/layouts/site.html
_ICONS = (
    ("favicon.svg", "any", "any"),
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable.svg", "any", "maskable"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)


def send(language: Language, assets: Assets) -> Response:
    """The manifest in a language: asked for again each time, so that a new build's drawings are found."""
    body = json.dumps(_described(language, assets), ensure_ascii=False).encode()
    return pages.send(pages.store(body, MIMETYPE), pages.REVALIDATE)


def _described(language: Language, assets: Assets) -> dict[str, Any]:
    """One id for all languages: who changes the language keeps the one icon on the home screen."""
    return {
        "id": "/",
        "scope": "/",
        "start_url": f"/{language.code}/",
        "lang": language.code,
        "dir": language.dir,
        "display": "standalone",
        "name": _("Bình dân học vụ số"),
        "short_name": _("Học vụ số"),
        "description": _(
            "Bài học ngắn, dễ hiểu, miễn phí: dùng điện thoại thông minh cho an toàn, dành cho bà con."
        ),
        "background_color": GROUND,
        "theme_color": BAND,
        "icons": [_icon(assets, *icon) for icon in _ICONS],
    }


def _icon(assets: Assets, name: str, sizes: str, purpose: str) -> dict[str, str]:
    kind = "image/svg+xml" if name.endswith(".svg") else "image/png"
    return {"src": assets.address(name), "sizes": sizes, "type": kind, "purpose": purpose}
