"""Certificates that prove themselves: signed, carried in the code on the paper, checked with no network."""
