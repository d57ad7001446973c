"""The append-only learning record, and what is computed from it: progress, review cards, summaries."""
