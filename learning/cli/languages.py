"""`flask i18n …`: take sentences out, bring catalogues up to date, and check that nothing drifted."""

import click
from flask.cli import AppGroup

from learning.config import ROOT
from learning.i18n import checks
from learning.web.site import site

i18n = AppGroup("i18n", help="Sentences and their translations.")


@i18n.command("extract")
def extract() -> None:
    """Write translations/messages.pot anew and merge it into every catalogue of an offered language."""
    translations = site().settings.translations_dir
    template = checks.extracted(ROOT)
    checks.write_template(template, translations)
    for language in site().languages.offered:
        if not language.is_source:
            counts = checks.merge(template, language, translations)
            click.echo(f"{language.code}: {counts.translated} of {counts.total} translated")


@i18n.command("compile")
def compile_() -> None:
    """Write the .mo files that are missing or old."""
    from learning.i18n.catalogs import compile_stale

    for written in compile_stale(site().settings.translations_dir):
        click.echo(written.relative_to(ROOT))


@i18n.command("check")
def check() -> None:
    """Fail if a sentence is not in the template, or a catalogue is not fit to be served."""
    problems = checks.problems(ROOT, site().settings.translations_dir, site().languages)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)
    click.echo("i18n: every catalogue is current")


commands: list[click.Command] = [i18n]
