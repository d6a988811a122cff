"""What states, claims and outcomes are called on pages."""

from django.utils.translation import gettext_lazy as _

from madang.systems.mobile_id.domain.credential import Standing
from madang.systems.mobile_id.domain.verdict import Outcome
from madang.systems.mobile_id.usecases.metadata import CLAIMS

STANDINGS = {
    Standing.VALID: (_("Valid"), "success"),
    Standing.SUSPENDED: (_("Suspended"), "warning"),
    Standing.REVOKED: (_("Revoked"), "gray"),
}
REASONS = {
    "lost": _("reported as lost"),
    "returned": _("given back"),
    "death": _("the register announced a death"),
    "outdated": _("name or address changed; fetch a new one"),
}
OUTCOMES = {
    Outcome.ACCEPTED: _("The mobile ID is genuine."),
    Outcome.MALFORMED: _("The wallet's answer could not be read."),
    Outcome.UNKNOWN_ISSUER: _("The mobile ID was issued by nobody we know."),
    Outcome.FORGED: _("The mobile ID was altered after it was issued."),
    Outcome.WRONG_TYPE: _("The wallet showed something else than a mobile ID."),
    Outcome.NOT_YET: _("The mobile ID is not valid yet."),
    Outcome.EXPIRED: _("The mobile ID has expired. Its holder can fetch a new one."),
    Outcome.REVOKED: _("The mobile ID was revoked."),
    Outcome.SUSPENDED: _("The mobile ID is suspended, for example because the phone was lost."),
    Outcome.UNBOUND: _("The wallet did not prove that the mobile ID is its own."),
    Outcome.WRONG_HOLDER: _("The mobile ID belongs to another wallet."),
    Outcome.WRONG_AUDIENCE: _("The answer was made for another verifier."),
    Outcome.REPLAYED: _("The answer was made for another request."),
    Outcome.STALE: _("The answer is too old."),
    Outcome.SWAPPED: _("The answer was put together from parts of several."),
    Outcome.MISSING: _("The wallet did not show what was asked."),
    Outcome.TOO_MUCH: _("The wallet showed more than was asked, so nothing was read."),
}


def claim_title(*, path: str, language: str) -> str:
    """A claim's name; a member of a group by both."""
    name, _slash, member = path.partition("/")
    korean, english = CLAIMS.get(name, (name, name))
    title = korean if language.startswith("ko") else english
    return f"{title} {member}".strip()
