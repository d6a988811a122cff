"""A trustee's part in the election's key is handed in and checked at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Refusal
from madang.systems.elections.domain.belenios import ceremony
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.domain.belenios.trustees import check_trustee, trustees_json
from madang.systems.elections.domain.belenios.wire import Malformed
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import Election, Trustee
from madang.systems.elections.usecases.group_of_election import group_of_election
from madang.systems.elections.usecases.refused_in_words import TRUSTEE

LARGEST = 500_000
THRESHOLD_STEPS = ("certificate", "polynomial", "output")


class KeyUnfit(Refusal):
    """What a trustee sent does not prove what it claims."""

    code = "elections.key_unfit"
    says = _("What the trustee handed in was not taken: {says}")
    status = 422


class NoKeyNow(Refusal):
    """Keys are handed in between the frozen roll and the board's beginning, each step when all did the one before."""

    code = "elections.no_key_now"
    says = _("Nothing was taken: it is not the time for this step, or the trustee did it already.")


def hand_in_key(*, trustee: Trustee, text: str, actor: Actor, now: datetime) -> None:
    """Check and keep the trustee's next file: the public key, or with a threshold the certificate, then the polynomial, then
    the output of the ceremony. Raises Forbidden, NoKeyNow, KeyUnfit.
    """
    election = trustee.election
    require(actor, "elections.manage", election.office)
    with transaction.atomic():
        held = Election.objects.select_for_update(no_key=True).get(pk=election.pk)
        everybody = list(Trustee.objects.select_for_update().filter(election=held).order_by("position"))
        own = next(one for one in everybody if one.pk == trustee.pk)
        step = next_step(election=held, trustees=everybody)
        if held.state != State.ROLL_FROZEN or not step or getattr(own, step):
            raise NoKeyNow
        if len(text) > LARGEST:
            raise KeyUnfit(says=_("it is larger than any key."))
        setattr(own, step, text.strip())
        try:
            _check(held, everybody, own, step)
        except TrusteeRefused as refused:
            raise KeyUnfit(says=TRUSTEE[refused.check]) from refused
        except Malformed as malformed:
            raise KeyUnfit(says=TRUSTEE["malformed"]) from malformed
        own.handed_in_at = now
        own.save()
        detail = {"trustee": own.position, "step": step}
        record(actor=actor, action="elections.hand_in_key", target=f"election:{held.uuid}", detail=detail, now=now)


def next_step(*, election: Election, trustees: list[Trustee]) -> str:
    """What the trustees hand in now; empty where all is there."""
    steps = THRESHOLD_STEPS if election.threshold else ("public",)
    return next((step for step in steps if not all(getattr(one, step) for one in trustees)), "")


def _check(election: Election, everybody: list[Trustee], own: Trustee, step: str) -> None:
    group = group_of_election(election=election)
    if step == "public":
        key = check_trustee(public=own.public, group=group)
        others = [one for one in everybody if one.pk != own.pk and one.public]
        if any(check_trustee(public=one.public, group=group) == key for one in others):
            raise TrusteeRefused("key", "Two trustees have the same key.")
        return
    certificates = [one.certificate for one in everybody if one.certificate]
    place, threshold = own.position - 1, election.threshold
    if step == "certificate":
        ceremony.check_certificates(certificates=certificates, group=group)
    elif step == "polynomial":
        ceremony.check_share(
            certificates=certificates, place=place, threshold=threshold, shared=own.polynomial, group=group
        )
    else:
        shares = [one.polynomial for one in everybody]
        ceremony.check_output(
            certificates=certificates,
            threshold=threshold,
            shares=shares,
            place=place,
            accepted=own.output,
            group=group,
        )


def needed_by(*, trustee: Trustee) -> dict[str, object]:
    """What the trustee's program needs for the next file of a ceremony: the certificates of all, and once all handed in
    polynomials, what the others sealed to this trustee (`routed`).
    """
    everybody = list(trustee.election.trustees.order_by("position"))
    shares = [one.polynomial for one in everybody]
    return {
        "group": group_of_election(election=trustee.election).name,
        "threshold": trustee.election.threshold,
        "certificates": [one.certificate for one in everybody if one.certificate],
        "routed": ceremony.route(shares=shares)[trustee.position - 1] if all(shares) else "",
    }


def published_trustees(*, election: Election, trustees: list[Trustee]) -> str:
    """The trustees as the board has them. Raises TrusteeRefused."""
    group = group_of_election(election=election)
    if not election.threshold:
        return trustees_json(singles=[one.public for one in trustees], group=group)
    made = ceremony.publish(
        certificates=[one.certificate for one in trustees],
        threshold=election.threshold,
        shares=[one.polynomial for one in trustees],
        accepted=[one.output for one in trustees],
        group=group,
    )
    return trustees_json(thresholds=[made], group=group)
