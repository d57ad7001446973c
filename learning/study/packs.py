"""What a device keeps to learn without a network: a module's parts with their digests and real bytes."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from flask import current_app

from learning.catalog.content import Module
from learning.i18n import current
from learning.i18n.registry import NO_FONT, Language
from learning.study import addresses
from learning.web.assets import FONTS
from learning.web.site import site
from learning.web.worker import FORMS, look

# What phones on https take; a plain line has no service worker.
_ACCEPTED = {"Accept-Encoding": "br"}
_CLIP = re.compile(r'data-(?:vi-)?clip="(/giong/[\w.]+)"')


@dataclass(frozen=True, slots=True)
class Part:
    """One answer of ours: its address, its content's name (the ETag without coding), its bytes."""

    address: str
    digest: str
    bytes: int


def described(modules: Sequence[Module]) -> bytes:
    """The list for these modules as JSON. A module's version is another one when any of its parts is."""
    kept = look(site().assets) + list(_fonts(current()))
    told = [_module(found) for found in modules]
    heavy = sum(_part(address).bytes for address in kept)
    whole = {
        "build": site().assets.build,
        "bytes": heavy + sum(each["bytes"] for each in told),
        "look": kept,
        "modules": told,
    }
    return json.dumps(whole, separators=(",", ":")).encode()


def _fonts(language: Language) -> Iterator[str]:
    """What draws a language whose letters not every phone has."""
    if language.fonts != NO_FONT:
        assets = site().assets
        sheet = f"{FONTS}{language.fonts}.css"
        yield from map(assets.address, [sheet, *assets.files_of(sheet)])


def _module(found: Module) -> dict[str, Any]:
    parts = [_part(address) for address in _addresses(found)]
    named = "".join(part.address + part.digest for part in parts)
    return {
        "id": found.id,
        "version": blake2b(named.encode(), digest_size=6).hexdigest(),
        "bytes": sum(part.bytes for part in parts),
        "files": [[part.address, part.digest, part.bytes] for part in parts],
    }


def _addresses(found: Module) -> Iterator[str]:
    yield addresses.module(found)
    if found.practice:
        yield addresses.practice(found)
    if note := addresses.note(found):
        yield note
    for form in range(1, FORMS + 1):
        yield addresses.check(found, form)
    for file in found.pictures:
        yield addresses.picture(found, file)
    if site().clips.get(current().code) or site().clips.get(site().languages.source.code):
        yield from _clips(found)


def _clips(found: Module) -> list[str]:
    """What can be heard on the module's pages: asked for only where something is recorded."""
    pages = [addresses.module(found), *(addresses.check(found, form) for form in range(1, FORMS + 1))]
    if found.practice:
        pages.append(addresses.practice(found))
    clips = dict[str, None]()
    for address in pages:
        app = current_app
        with app.app_context(), app.test_request_context(address):
            clips.update(dict.fromkeys(_CLIP.findall(app.full_dispatch_request().get_data(as_text=True))))
    return list(clips)


def _part(address: str) -> Part:
    """Answered by the site itself, as it will be for the device: so digest and size are the true ones."""
    app = current_app
    # A context of its own: the language of that request must not become the language of this one.
    with app.app_context(), app.test_request_context(address, headers=_ACCEPTED):
        answer = app.full_dispatch_request()
        if answer.status_code != 200:
            raise LookupError(f"a pack names {address}, which answers {answer.status_code}")
        etag = answer.headers["ETag"].strip('"').partition("-")[0]
        return Part(address, etag, len(answer.get_data()))
