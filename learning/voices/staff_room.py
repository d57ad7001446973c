"""A language as one file, for communities without a network: out, and in after a look."""

from io import BytesIO

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from learning.clock import now
from learning.i18n.registry import Language
from learning.voices import exchange, pages, queries, scope, words
from learning.web.access import staff_only
from learning.web.errors import Sentence
from learning.web.fragments import page

bp = Blueprint("clip_packs", __name__)
LARGEST_OF_A_FORM = 96 * 1024 * 1024  # unpacked; a bigger one goes in by `flask voices take`


@bp.get("/<lang:language>/dich/<code>/doc/goi/")
@staff_only("translator")
def packs(code: str) -> Response:
    _, here = scope.mine(code)
    return page("voices/packs.html", page=_shown(here))


@bp.get("/<lang:language>/dich/<code>/doc/goi/tep")
@staff_only("translator")
def download(code: str) -> Response:
    """All that is played in a language and all that it says, signed."""
    _, here = scope.mine(code)
    name = f"giong-{code}-{now():%Y%m%d}.zip"
    about = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(exchange.made(here), mimetype="application/zip", headers=about)


@bp.post("/<lang:language>/dich/<code>/doc/goi/")
@staff_only("translator")
def take(code: str) -> ResponseReturnValue:
    """Look at a pack; with `lam=nhan` take it."""
    speaker, here = scope.mine(code)
    file = request.files.get("goi")
    content = file.read() if file else b""
    try:
        pack = exchange.read(BytesIO(content), here, LARGEST_OF_A_FORM)
    except exchange.NoPack as wrong:
        trouble = words.PACK_FAULTS[wrong.fault if content else "empty"]
        return page("voices/packs.html", status=422, page=_shown(here, trouble=trouble))
    taken = exchange.take(pack, speaker) if request.form.get("lam") == "nhan" else None
    return page("voices/packs.html", page=_shown(here, pack=pack, taken=taken))


def _shown(
    here: Language,
    pack: exchange.Pack | None = None,
    taken: exchange.Taken | None = None,
    trouble: Sentence | None = None,
) -> pages.PackPage:
    clips = queries.played(here.code)
    return pages.PackPage(here, len(clips), sum(one.size for one in clips), pack, taken, trouble)
