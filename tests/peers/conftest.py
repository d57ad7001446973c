"""A centre on SQLite, and a province's running server on the database under test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from learning.cli import register
from learning.factory import create_app
from tests.conftest import close, settings_for
from tests.support.pair import SECRET, Pair
from tests.support.server import Server


@pytest.fixture
def apart(make_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both, before they are paired."""
    province = make_server()
    own = tmp_path_factory.mktemp("centre")
    settings = settings_for(f"sqlite:///{own / 'centre.db'}", own)
    centre = create_app(replace(settings, secret_key=SECRET, upstream_url=province.url))
    register(centre)
    pair = Pair(centre, province)
    pair.here("prepare")
    yield pair
    close(centre)


@pytest.fixture
def pair(apart: Pair) -> Pair:
    """Both, paired for everybody."""
    apart.join()
    return apart
