"""`flask i18n …`: take sentences out, bring catalogues up to date, and check that nothing drifted."""

import click
from babel.messages.catalog import Catalog
from flask.cli import AppGroup

from learning.catalog import translatable
from learning.config import ROOT
from learning.i18n import checks, po_files
from learning.i18n.catalogs import INTERFACE, compile_stale
from learning.web.site import site

i18n = AppGroup("i18n", help="Sentences and their translations.")


@i18n.command("extract")
def extract() -> None:
    """Write translations/*.pot anew and merge them into every catalogue that there is."""
    translations = site().settings.translations_dir
    for domain, template in _templates().items():
        po_files.write(template, po_files.template_path(domain, translations))
        for language in site().languages:
            is_due = domain == INTERFACE and language.is_offered and not language.is_source
            if is_due or po_files.catalogue(language, translations, domain).exists():
                counts = po_files.merge(template, language, translations, domain)
                click.echo(f"{language.code} {domain}: {counts.translated} of {counts.total} translated")


@i18n.command("begin")
@click.argument("code")
@click.argument("domain")
def begin(code: str, domain: str) -> None:
    """An empty catalogue for a language's translators: `flask i18n begin km an-toan`, or `… messages`."""
    language, template = site().languages.by_code.get(code), _templates().get(domain)
    if language is None or template is None or language.is_source:
        raise click.ClickException(f"no language {code}, or neither {INTERFACE} nor a course: {domain}")
    counts = po_files.merge(template, language, site().settings.translations_dir, domain)
    click.echo(f"{code} {domain}: {counts.translated} of {counts.total} translated")


@i18n.command("export")
@click.argument("code")
def export(code: str) -> None:
    """Write what the desk has approved into a language's catalogues: `flask i18n export km`."""
    from learning.desk import exchange

    language = site().languages.by_code.get(code)
    if language is None or language.is_source:
        raise click.ClickException(f"no language {code}")
    written = exchange.export(language)
    for domain, count in written.items():
        click.echo(f"{code} {domain}: {count}")
    if not written:
        click.echo(f"{code}: nothing new is approved")


@i18n.command("compile")
def compile_() -> None:
    """Write the .mo files that are missing or old."""
    for written in compile_stale(site().settings.translations_dir):
        click.echo(written.relative_to(site().settings.translations_dir))


@i18n.command("check")
def check() -> None:
    """Fail if a sentence is not in its template, or a catalogue is not fit to be served."""
    problems = list(checks.problems(_templates(), site().settings.translations_dir, site().languages))
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)
    click.echo("i18n: every catalogue is current")


def _templates() -> dict[str, Catalog]:
    """All sentences as they are now, by domain."""
    courses = translatable.sentences(site().settings.courses_dir)
    return {
        INTERFACE: po_files.extracted(ROOT),
        **{course: po_files.of_course(found) for course, found in courses.items()},
    }


commands: list[click.Command] = [i18n]
