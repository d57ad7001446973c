"""Where most stories of recognition happen."""

from __future__ import annotations

import pytest

from tests.factories.offices import Offices, offices_of
from tests.support.site import Site


@pytest.fixture
def here(site: Site) -> Offices:
    """A commune with everybody who works on its dossiers."""
    return offices_of()
