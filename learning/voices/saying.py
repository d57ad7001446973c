"""Texts as pages show them: with the clip that reads them, and beside a translation the Vietnamese words."""

from collections.abc import Callable
from gettext import NullTranslations

from flask import g
from markupsafe import Markup

from learning.catalog import facts
from learning.i18n.course_texts import Said
from learning.i18n.registry import Language
from learning.voices import rules
from learning.web.site import Site


def course(
    site: Site, language: Language, said: Callable[[str], Said], marked: Callable[[str], Markup]
) -> Callable[[str], Markup]:
    """A course text for a page: translated, facts filled in, marked as Vietnamese where it fell back."""

    def say(text: str) -> Markup:
        found = said(text)
        filled = facts.fill(found.text, site.catalog.facts, lambda value: said(value).text)
        if found.lang != language.code:
            g.fell_back = True  # the page says so, once (layouts/_translated.html)
            return _span(marked(filled), {"lang": found.lang, "data-clip": _clip(site, found.lang, filled)})
        source = text if language.is_source else facts.fill(text, site.catalog.facts)
        return _heard(site, language, source, filled, marked(filled))

    return say


def interface(site: Site, language: Language, words: NullTranslations) -> Callable[[str], Markup]:
    """A sentence of the interface that can be heard: `heard("…")` in templates, in the place of `_("…")`."""

    def heard(source: str) -> Markup:
        text = words.gettext(source)
        safe = Markup(text)  # noqa: S704  # catalogues are reviewed source, like templates
        if text == source and not language.is_source:
            return _span(safe, {"data-clip": _clip(site, site.languages.source.code, text)})
        return _heard(site, language, source, text, safe)

    return heard


def _heard(site: Site, language: Language, source: str, text: str, safe: Markup) -> Markup:
    clip = _clip(site, language.code, text)
    if language.is_source:
        return _span(safe, {"data-clip": clip})
    vietnamese = {"data-vi": rules.aloud(source), "data-vi-clip": _clip(site, "vi", source)}
    return _span(safe, {"data-clip": clip, **vietnamese})


def _clip(site: Site, code: str, text: str) -> str | None:
    """The address of what reads this text aloud. A language without clips costs a look into a dictionary."""
    found = site.clips.get(code)
    name = found.get(rules.key_of(code, text)) if found else None
    return f"/giong/{name}" if name else None


def _span(safe: Markup, about: dict[str, str | None]) -> Markup:
    given = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in about.items() if value)
    return Markup("<span{}>{}</span>").format(given, safe) if given else safe
