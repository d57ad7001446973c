"""Languages as one subsystem: which there are, which one this request gets, and words in it."""

from flask_babel import (
    format_date,
    format_datetime,
    format_decimal,
    format_percent,
    gettext,
    lazy_gettext,
    ngettext,
)

from learning.i18n.negotiation import current

__all__ = [
    "current",
    "format_date",
    "format_datetime",
    "format_decimal",
    "format_percent",
    "gettext",
    "lazy_gettext",
    "ngettext",
]
