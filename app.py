"""The WSGI entry: makes the app from the environment; nothing else lives here."""

from learning.factory import create_app

app = create_app()
