"""The append-only learning record, and what is computed from it: progress, review cards, summaries."""

from learning.records import operations, queries

__all__ = ["operations", "queries"]
