"""Commands for whoever runs the site or writes for it: `flask --help` lists them."""

import os

from flask import Flask

from learning.cli import (
    accounts,
    authoring,
    content,
    credentials,
    demo,
    figures,
    jobs,
    languages,
    places,
    recognition,
    records,
    server,
    sync,
    voices,
)


def register(app: Flask) -> None:
    """Give the app its commands, a group for each room."""
    for room in (
        server,
        content,
        authoring,
        recognition,
        credentials,
        languages,
        records,
        places,
        accounts,
        sync,
        jobs,
        figures,
        demo,
        voices,
    ):
        for command in room.commands:
            app.cli.add_command(command)
    if os.environ.get("FLASK_RUN_FROM_CLI"):
        server.know_migrations(app)
