"""Sign in, or confirm, with a mobile ID: a wallet answered the request that this browser's page shows."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.domain import Assured
from madang.framework.identity.status import means_of
from madang.framework.identity.usecases.open_session import SignedIn, Visitor
from madang.framework.identity.usecases.prove_by_means import confirm_by_means, sign_in_by_means
from madang.framework.values import Refusal
from madang.systems.mobile_id.domain.credential import sign_in_level
from madang.systems.mobile_id.domain.verdict import Outcome
from madang.systems.mobile_id.models import Credential, PresentationRequest
from madang.systems.mobile_id.usecases.name import SIGN_IN, SYSTEM

WITHIN = timedelta(minutes=5)


class NotAnswered(Refusal):
    """No wallet answered this page, its answer was used already, or is too old."""

    code = "mobile_id.sign_in.not_answered"
    says = _("No wallet has answered this page, or its answer was used already or is too old. Begin again.")


def sign_in_with_mobile_id(*, page_key: str, visitor: Visitor, now: datetime) -> tuple[SignedIn, Assured]:
    """Open a session for the holder. Raises NotAnswered, NoAccount, MeansRefused. Call it outside a transaction."""
    credential = _take(page_key=page_key, now=now)
    return sign_in_by_means(
        person=credential.person,
        means=means_of(kind=SYSTEM, key=credential.key),
        claimed=sign_in_level(key_storage=credential.key_storage),
        visitor=visitor,
        now=now,
    )


def confirm_with_mobile_id(*, page_key: str, actor: Actor, visitor: Visitor, now: datetime) -> Assured:
    """The session rises to the mobile ID's level. Raises NotAnswered, OtherPerson, MeansRefused, WeakerProof."""
    credential = _take(page_key=page_key, now=now)
    return confirm_by_means(
        person=credential.person,
        means=means_of(kind=SYSTEM, key=credential.key),
        claimed=sign_in_level(key_storage=credential.key_storage),
        actor=actor,
        visitor=visitor,
        now=now,
    )


def _take(*, page_key: str, now: datetime) -> Credential:
    """The credential that answered; an answer signs in once."""
    found = PresentationRequest.objects.select_related("credential").filter(
        page_key=page_key,
        question=SIGN_IN,
        outcome=Outcome.ACCEPTED,
        credential__isnull=False,
        answered_at__gt=now - WITHIN,
        used_at=None,
    )
    request = found.first()
    taken = request and PresentationRequest.objects.filter(pk=request.pk, used_at=None).update(used_at=now)
    if request is None or request.credential is None or not taken:
        raise NotAnswered
    return request.credential
