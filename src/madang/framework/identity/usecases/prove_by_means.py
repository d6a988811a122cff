"""Sign in, or prove again who one is, by a means that a system has checked (a mobile ID): it names the person."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.domain import Assured, Ground, Method
from madang.framework.identity.models import Account, Session
from madang.framework.identity.security_events import sessions_ended
from madang.framework.identity.status import check_standing, keep_standing
from madang.framework.identity.usecases.note_failed_sign_in import note_failed_sign_in
from madang.framework.identity.usecases.open_session import SignedIn, Visitor, open_session
from madang.framework.identity.usecases.prove_with_passkey import raise_session
from madang.framework.identity.who import own_account, usable
from madang.framework.values import Refusal


class NoAccount(Refusal):
    """The means is good, and its person has no account here."""

    code = "identity.means.no_account"
    says = _("Your means of identification is good, but you have no account here yet. A counter opens one for you.")
    status = 403


class MeansRefused(Refusal):
    """The means was suspended or revoked."""

    code = "identity.means.refused"
    says = _(
        "This means of identification is suspended or revoked, so it signs in nobody. Use another way, or go to a counter."
    )
    status = 403


class OtherPerson(Refusal):
    """The means is somebody else's than the session."""

    code = "identity.means.other_person"
    says = _("This means of identification belongs to somebody else than who is signed in here. Nothing was changed.")
    status = 403


def sign_in_by_means(
    *, person: str, means: str, claimed: int, visitor: Visitor, now: datetime
) -> tuple[SignedIn, Assured]:
    """Open a session for the person whom the means names. Raises NoAccount, MeansRefused.

    Call it outside a transaction: a service is asked how the means stands.
    """
    account = Account.objects.filter(usable(), person=person).first()
    if account is None:
        raise NoAccount
    assured = _stands(account=account, means=means, claimed=claimed, visitor=visitor, now=now)
    signed = open_session(
        account=account,
        visitor=visitor,
        method=Method.WALLET,
        assurance=assured.level,
        means=means,
        ground=assured.ground,
        now=now,
    )
    return signed, assured


def confirm_by_means(
    *, person: str, means: str, claimed: int, actor: Actor, visitor: Visitor, now: datetime
) -> Assured:
    """The session rises to the level of the means. Raises OtherPerson, MeansRefused, WeakerProof."""
    account = Account.objects.get(pk=own_account(actor), closed_at=None)
    if account.person != person:
        raise OtherPerson
    assured = _stands(account=account, means=means, claimed=claimed, visitor=visitor, now=now)
    raise_session(actor=actor, method=Method.WALLET, assured=assured, means=means, now=now)
    return assured


def _stands(*, account: Account, means: str, claimed: int, visitor: Visitor, now: datetime) -> Assured:
    assured, fresh = check_standing(means=means, claimed=claimed, now=now)
    with transaction.atomic():
        keep_standing(means=means, fresh=fresh)
    if assured.ground is Ground.REFUSED:
        note_failed_sign_in(account=account, method=Method.WALLET, visitor=visitor, now=now)
        raise MeansRefused
    return assured


def end_sessions_of(*, means: str, now: datetime) -> int:
    """What a means opened ends with it; how many sessions. Within the caller's transaction."""
    ended = Session.objects.filter(means=means, ended_at=None)
    keys = list(ended.values_list("pk", flat=True))
    ended.update(ended_at=now, ended_because="means_ended")
    sessions_ended(sessions=keys, now=now)
    return len(keys)
