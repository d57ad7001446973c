"""Settings: what is derived, what is refused."""

from pathlib import Path

import pytest

from learning.config import Settings, UnsafeSettings


def test_an_empty_environment_gives_a_database_and_a_lasting_key(tmp_path: Path) -> None:
    first = Settings.from_environment({"DATA_DIR": str(tmp_path)})
    again = Settings.from_environment({"DATA_DIR": str(tmp_path)})
    assert first.database_url == f"sqlite:///{tmp_path}/hocso.db"
    assert first.secret_key == again.secret_key
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["postgres://a@b/c", "postgresql://a@b/c", "postgresql+psycopg://a@b/c"])
def test_every_spelling_of_postgresql_is_understood(tmp_path: Path, url: str) -> None:
    settings = Settings.from_environment({"DATA_DIR": str(tmp_path), "DATABASE_URL": url})
    assert settings.database_url == "postgresql+psycopg://a@b/c"


@pytest.mark.parametrize(
    "unsafe",
    [
        {"SECRET_KEY": "short"},
        {"DATABASE_URL": "mysql://a@b/c"},
        {"HOCSO_ENV": "debug"},
        {"PUBLIC_URL": "hoc.example"},
        {"PROXIES": "many"},
        {"PROXIES": "9"},
    ],
)
def test_unsafe_values_stop_the_start_with_their_name(tmp_path: Path, unsafe: dict[str, str]) -> None:
    with pytest.raises(UnsafeSettings, match=next(iter(unsafe))):
        Settings.from_environment({"DATA_DIR": str(tmp_path), **unsafe})


def test_a_damaged_key_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("")
    with pytest.raises(UnsafeSettings, match=r"secret\.key"):
        Settings.from_environment({"DATA_DIR": str(tmp_path)})
