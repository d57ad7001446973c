"""Servers that carry the same record: a centre and its province."""
