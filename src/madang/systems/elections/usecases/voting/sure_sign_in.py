"""How surely a voter has to be signed in is the election's to say."""

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.stepping_up import SurerSignInNeeded
from madang.systems.elections.models import Election


class SignInTooWeak(SurerSignInNeeded):
    """The election asks for more than a password."""

    code = "elections.sign_in_too_weak"
    says = _(
        "Nothing was cast: this election asks for a surer sign-in. Sign in with a mobile ID, or with a passkey that you got "
        "with an official's code at a counter; then open the ballot paper again. Who has neither votes at a polling station."
    )


def require_sure_sign_in(*, election: Election, voter: Actor) -> None:
    """Asked before the ballot paper is shown and again when a ballot is cast. Raises SignInTooWeak."""
    if voter.assurance < election.assurance:
        raise SignInTooWeak(needed=election.assurance)
