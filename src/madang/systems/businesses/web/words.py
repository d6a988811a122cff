"""Codes as people read them."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.framework.law import pack
from madang.systems.businesses.usecases.issue_certificate import form_title, status_title
from madang.systems.businesses.usecases.sectors import sectors

TONES = {"active": "success", "suspended": "warning", "closed": "gray"}

__all__ = ["TONES", "division_title", "field_title", "form_title", "sector_title", "status_title"]


def language() -> str:
    """The reader's language, two letters."""
    return (get_language() or "en")[:2]


def sector_title(code: str) -> str:
    """A sector's title in the reader's language."""
    return sectors().title(code=code, language=language())


def division_title(code: str) -> str:
    """A division in the reader's language: the country's own name, or the Latin one."""
    known = pack().division_by_code.get(code)
    if known is None:
        return code
    return known.native if language() == pack().languages[0] else known.latin


def field_title(field: str) -> str:
    """What an amendment changed."""
    titles = {
        "name": _("Trade name"),
        "sector": _("Sector"),
        "address": _("Place of business"),
        "representatives": _("Representative"),
    }
    return titles.get(field, field)
