"""Typed settings from the environment; refuses what would be unsafe in production."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

Environment = Literal["production", "development", "testing"]

ROOT = Path(__file__).resolve().parent.parent
CRITERIA = ROOT / "learning" / "recognition" / "criteria"
SHORTEST_SECRET = 32


class UnsafeSettings(ValueError):
    """The environment asks for something that we would not put in front of people."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can differ between two installations.

    `public_url` is the outside address without a final slash (canonical links, QR codes); empty on a LAN box.
    `upstream_url` is the province's server, where this is a centre's; empty elsewhere.
    `proxies` counts the reverse proxies whose X-Forwarded-* headers may be believed.
    """

    data_dir: Path
    database_url: str
    secret_key: str
    environment: Environment = "production"
    courses_dir: Path = ROOT / "courses"
    translations_dir: Path = ROOT / "translations"
    criteria_dir: Path = CRITERIA
    public_url: str = ""
    proxies: int = 0
    upstream_url: str = ""

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read the variables named in the README; makes DATA_DIR and a secret key in it if need be."""
        data_dir = Path(environ.get("DATA_DIR") or ROOT / "data").resolve()
        data_dir.mkdir(parents=True, exist_ok=True)
        return cls(
            data_dir=data_dir,
            database_url=_database_url(environ.get("DATABASE_URL", ""), data_dir),
            secret_key=_secret_key(environ.get("SECRET_KEY", ""), data_dir),
            environment=_environment(environ.get("HOCSO_ENV", "production")),
            courses_dir=Path(environ.get("COURSES_DIR") or ROOT / "courses").resolve(),
            translations_dir=Path(environ.get("TRANSLATIONS_DIR") or ROOT / "translations").resolve(),
            criteria_dir=Path(environ.get("CRITERIA_DIR") or CRITERIA).resolve(),
            public_url=_public_url(environ.get("PUBLIC_URL", "")),
            upstream_url=_upstream_url(environ.get("UPSTREAM_URL", "")),
            proxies=_count(environ, "PROXIES", default=0, most=5),
        )


def _database_url(asked: str, data_dir: Path) -> str:
    if not asked:
        return f"sqlite:///{data_dir / 'hocso.db'}"
    for plain in ("postgres://", "postgresql://"):
        if asked.startswith(plain):
            return "postgresql+psycopg://" + asked.removeprefix(plain)
    if asked.startswith(("postgresql+psycopg://", "sqlite:///")):
        return asked
    raise UnsafeSettings("DATABASE_URL must start with sqlite:/// or postgresql://")


def _secret_key(asked: str, data_dir: Path) -> str:
    if asked:
        if len(asked) < SHORTEST_SECRET:
            raise UnsafeSettings(f"SECRET_KEY must have at least {SHORTEST_SECRET} characters")
        return asked
    kept = data_dir / "secret.key"
    try:
        # O_EXCL: of several workers that start at once, one writes and the others read.
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    key = kept.read_text().strip()
    if len(key) < SHORTEST_SECRET:
        raise UnsafeSettings(f"{kept.name} in DATA_DIR is damaged: restore it from the backup")
    return key


def _environment(asked: str) -> Environment:
    if asked not in ("production", "development", "testing"):
        raise UnsafeSettings("HOCSO_ENV must be production, development or testing")
    return cast("Environment", asked)


def _public_url(asked: str) -> str:
    if asked and not asked.startswith(("http://", "https://")):
        raise UnsafeSettings("PUBLIC_URL must start with http:// or https://")
    return asked.rstrip("/")


def _upstream_url(asked: str) -> str:
    """Names and answers of people go over this line: only inside one machine may it be open."""
    if asked and not asked.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise UnsafeSettings("UPSTREAM_URL must start with https://")
    return asked.rstrip("/")


def _count(environ: Mapping[str, str], name: str, *, default: int, most: int) -> int:
    asked = environ.get(name, "")
    if not asked:
        return default
    if not asked.isdigit() or int(asked) > most:
        raise UnsafeSettings(f"{name} must be a number from 0 to {most}")
    return int(asked)
