"""Course content: files in, frozen objects out, and what is wrong with them. No Flask, no database."""

from learning.catalog.cache import load

__all__ = ["load"]
