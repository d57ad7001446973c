"""`flask voices …`: a language's clips and sentences as one file, and copies for browsers without Opus."""

from pathlib import Path
from uuid import UUID

import click
from flask.cli import AppGroup

from learning.i18n.registry import Language
from learning.web.site import site

WHY = {
    "file": "this is no pack, or it is damaged",
    "format": "another version of the program made it",
    "torn": "a recording or a catalogue in it is not what its list says",
    "signature": "it was changed after it was signed",
    "language": "it is of a language that is not in translations/languages.toml",
    "own": "this server made it itself",
    "old": "a newer one of that server was taken in already",
}
voices = AppGroup("voices", help="Recordings of texts: packs for places without a network, copies in AAC.")


@voices.command("pack")
@click.argument("code")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def pack(code: str, file: Path) -> None:
    """Write all that is played and said in a language: `flask voices pack km km.zip`."""
    from learning.voices import exchange

    made = exchange.made(_language(code))
    file.write_bytes(made)
    click.echo(f"{file}: {len(made):,} bytes")


@voices.command("take")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--speaker", type=click.UUID, help="A translator here, who stands for its sentences.")
def take(file: Path, speaker: UUID | None) -> None:
    """Take in a pack of another server. Without --speaker only its clips."""
    from learning.desk import queries
    from learning.voices import exchange

    try:
        with file.open("rb") as opened:
            found = exchange.read(opened)
    except exchange.NoPack as wrong:
        raise click.ClickException(f"{file}: {WHY[wrong.fault]}") from None
    known = queries.speaker(speaker, found.language.code) if speaker else None
    if speaker and known is None:
        raise click.ClickException(f"{speaker} does not translate {found.language.code}")
    taken = exchange.take(found, known)
    click.echo(
        f"{found.language.code}: {taken.played} played, {taken.waiting} to be heard, {taken.gone} gone, "
        f"{taken.suggested} sentences to be read"
    )


@voices.command("copies")
def copies() -> None:
    """Make the copies in AAC that are missing: after ffmpeg came to this server."""
    from learning.voices import files, queries

    names = queries.names_played()
    made = sum(files.copy(name) for name in names)
    click.echo(f"{made} of {len(names)} recordings have their copy")
    if made < len(names):
        raise click.ClickException("the others could not be copied: is ffmpeg here?")


def _language(code: str) -> Language:
    found = site().languages.by_code.get(code)
    if found is None:
        raise click.ClickException(f"no language {code}")
    return found


commands: list[click.Command] = [voices]
