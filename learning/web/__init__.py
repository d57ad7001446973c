"""Plumbing between requests and features: guards, headers, errors, pages, files. Knows no feature."""
