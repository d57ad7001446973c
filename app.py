"""The WSGI entry: the app from the environment, with its commands; nothing else lives here."""

from learning.cli import register
from learning.factory import create_app

app = create_app()
register(app)
