"""Bình dân học vụ số: the learning site. Start reading at factory.py; docs/architecture.md is the map."""
