"""The door for devices: making guests, taking in what they kept, saying what is known of their person."""

from learning.sync.views import bp

__all__ = ["bp"]
