"""`flask credentials`: keys that sign certificates, the book that travels, and books of other issuers."""

from pathlib import Path

import click
from flask.cli import AppGroup

credentials = AppGroup(
    "credentials", help="Certificates: signing keys, the book that travels, books of others."
)
commands: list[click.Command] = [credentials]


@credentials.command("keys")
def keys() -> None:
    """The keys that sign, and signed, certificates here: from when until when."""
    from learning.credentials import keyring

    found = keyring.all_keys()
    for key in found:
        until = key.until_at.isoformat(timespec="minutes") if key.until_at else "in use"
        click.echo(f"{key.kid}  {key.since_at.isoformat(timespec='minutes')}  {until}  {key.issuer}")
    if not found:
        click.echo("No key yet: the first certificate makes one.")


@credentials.command("rotate")
@click.option(
    "--lost", "is_lost", is_flag=True, help="The key cannot be opened: go on without its signature."
)
def rotate(*, is_lost: bool) -> None:
    """Sign with a new key from now on. What the old one signed stays genuine."""
    from learning.clock import now
    from learning.credentials import operations
    from learning.credentials.keyring import KeyLost
    from learning.db import write

    try:
        with write():
            key = operations.rotate(at=now(), is_lost=is_lost)
    except KeyLost as trouble:
        raise click.ClickException(str(trouble)) from None
    click.echo(f"{key.kid} signs now. Give the new book to kiosks and centres: flask credentials book FILE.")


@credentials.command("status")
def status() -> None:
    """How many certificates were issued and withdrawn, and the day of every book at hand."""
    from learning.credentials import queries

    issued, out = queries.count()
    click.echo(f"{issued} issued, {out} withdrawn.")
    for book in queries.all_books():
        click.echo(f"{book.on}  {len(book.keys)} keys, {len(book.withdrawn)} withdrawn  {book.issuer}")


@credentials.command("book")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def book(file: Path) -> None:
    """Write the book of today: keys and withdrawn certificates, for a machine without a line."""
    from learning.credentials import published
    from learning.credentials.keyring import KeyLost

    try:
        text = published.book_file()
        file.write_text(text, encoding="ascii")
    except (KeyLost, OSError) as trouble:
        raise click.ClickException(str(trouble)) from None
    click.echo(f"{len(text)} bytes.")


@credentials.command("trust")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--new", "is_new", is_flag=True, help="Also take books of issuers that nobody here trusted yet."
)
def trust(file: Path, *, is_new: bool) -> None:
    """Take in the books of other issuers from a file, so that their certificates can be checked here."""
    from learning.clock import now
    from learning.credentials import books, operations
    from learning.db import write

    taken = 0
    try:
        texts = books.in_file(file.read_bytes())
    except ValueError:
        raise click.ClickException("This is no book of certificates. Nothing was changed.") from None
    for text in texts:
        try:
            with write():
                one = operations.trust(text, is_new=is_new, at=now())
        except operations.NotTrusted as trouble:
            click.echo(_SENTENCES[str(trouble)], err=True)
            continue
        taken += 1
        click.echo(f"{one.on}  {one.keys[-1].kid}  {one.issuer}")
    click.echo(f"{taken} of {len(texts)} books taken in.")


_SENTENCES = {
    "unreadable": "A book is damaged or cut short: copy the file once more.",
    "own": "A book is our own: nothing to take in.",
    "unknown": "A book is of an issuer that nobody here trusted yet. Compare its key by phone, then: --new.",
    "older": "A book is older than the one here.",
    "stranger": "A book is not signed by a key that the one here leads to.",
}
