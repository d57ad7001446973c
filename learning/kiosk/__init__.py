"""Shared devices: pairing a device as a kiosk, its front page, the slip at the end, and leaving no trace."""

from learning.kiosk.views import bp

__all__ = ["bp"]
