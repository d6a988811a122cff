"""How a certificate stands, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def reason_title(*, status: str, reason: str) -> str:
    """Why a certificate is not good, by the words of RFC 5280, 5.3.1."""
    if status == "suspended":
        return pgettext("certificate", "on hold")
    titles = {
        "key_compromise": _("its key may have come into other hands"),
        "affiliation_changed": _("its holder's name or organisation changed"),
        "superseded": _("another certificate took its place"),
        "cessation_of_operation": _("the device is used no more"),
        "privilege_withdrawn": _("the right to sign was withdrawn"),
    }
    return titles.get(reason, _("no reason was named"))
