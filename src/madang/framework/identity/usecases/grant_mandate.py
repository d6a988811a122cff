"""Grant a mandate."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework import audit
from madang.framework.identity import scope as scopes
from madang.framework.identity.actor import Actor
from madang.framework.identity.mandate_events import tell_begun, tell_given
from madang.framework.identity.mandate_kinds import POWER_OF_ATTORNEY, MandateKind, kind_of
from madang.framework.identity.may import require
from madang.framework.identity.models import Account, Mandate
from madang.framework.identity.who import local_day
from madang.framework.values import Fault, Party, PartyKind, Refusal

LONGEST = timedelta(days=5 * 366)
MOST_PATTERNS = 40


class MandateRefused(Refusal):
    """The mandate's particulars have faults."""

    code = "identity.mandate.refused"
    says = gettext_lazy("The mandate was not granted. Please correct what is marked.")
    status = 422


def name_of(*, party: Party) -> str:
    """The party's name where an account here bears it, else its key."""
    if party.kind is not PartyKind.PERSON:
        return party.key
    return Account.objects.filter(person=party.key).values_list("name", flat=True).first() or party.key


def _faults(
    *,
    grantor: Party,
    holder: Party,
    scope: Sequence[str],
    valid_from: date,
    valid_until: date,
    kind: MandateKind | None,
    today: date,
) -> tuple[Fault, ...]:
    found = []
    if holder == grantor:
        found.append(Fault("holder", _("You cannot give a mandate to yourself."), "identity.mandate.self"))
    if not scope:
        found.append(Fault("scope", _("Choose what the mandate is for."), "identity.mandate.scope.empty"))
    if len(scope) > MOST_PATTERNS or not all(scopes.is_pattern(text=one) for one in scope):
        found.append(Fault("scope", _("Choose what the mandate is for from the list."), "identity.mandate.scope.form"))
    elif kind is None or not scopes.includes(scope=kind.widest, wanted=scope):
        says = _("A mandate of this kind does not reach that far. Choose fewer matters, or another kind.")
        found.append(Fault("scope", says, "identity.mandate.kind.scope"))
    if valid_until <= max(valid_from, today):
        found.append(
            Fault("until", _("The last day must not lie before the first, nor in the past."), "identity.mandate.days")
        )
    elif (kind is None or kind.by_hand) and valid_until - valid_from > LONGEST:
        found.append(
            Fault(
                "until",
                _("A mandate runs for five years at most. Choose an earlier last day."),
                "identity.mandate.long",
            )
        )
    return tuple(found)


def grant_mandate(
    *,
    grantor: Party,
    holder: Party,
    scope: Sequence[str],
    valid_from: date,
    valid_until: date,
    actor: Actor,
    now: datetime,
    note: str = "",
    grantor_name: str = "",
    holder_name: str = "",
    kind: str = POWER_OF_ATTORNEY,
    evidence: str = "",
    awaits_holder: bool = False,
) -> Mandate:
    """`grantor` allows `holder` to act for it within `scope`, from a day up to, not including, `valid_until`.

    It may be used once the holder has accepted it. A kind that follows from a register holds at once, unless it
    `awaits_holder`; only the machinery grants it. Raises Forbidden (nobody grants for another, least of all under a
    mandate), MandateRefused with every fault.
    """
    known, by_hand = _allowed_kind(kind, grantor, actor)
    wanted = tuple(dict.fromkeys(scope))
    days = {"valid_from": valid_from, "valid_until": valid_until}
    if found := _faults(grantor=grantor, holder=holder, scope=wanted, kind=known, today=local_day(now), **days):
        raise MandateRefused(faults=found)
    mandate = Mandate(
        **_side("grantor", grantor, grantor_name),
        **_side("holder", holder, holder_name),
        scope=list(wanted),
        kind=kind,
        evidence=evidence[:200],
        accepted_at=None if by_hand or awaits_holder else now,
        note=note[:200],
        granted_at=now,
        granted_by_id=actor.account_id,
        **days,
    )
    return _record(mandate=mandate, actor=actor, now=now)


def _allowed_kind(kind: str, grantor: Party, actor: Actor) -> tuple[MandateKind | None, bool]:
    """The kind and whether it is given by hand, once the actor may grant it."""
    known = kind_of(code=kind)
    by_hand = known is None or known.by_hand
    require(actor, "identity.grant_mandate" if by_hand else "identity.grant_by_law", grantor)
    return known, by_hand


def _side(side: str, party: Party, name: str) -> dict[str, str]:
    return {f"{side}_kind": party.kind, f"{side}_key": party.key, f"{side}_name": name or name_of(party=party)}


def _record(*, mandate: Mandate, actor: Actor, now: datetime) -> Mandate:
    detail = {
        "kind": mandate.kind,
        "grantor": mandate.grantor,
        "holder": mandate.holder,
        "scope": mandate.scope,
        "from": mandate.valid_from,
        "until": mandate.valid_until,
    }
    with transaction.atomic():
        mandate.save(force_insert=True)
        target = f"mandate:{mandate.key}"
        audit.record(actor=actor, action="identity.grant_mandate", target=target, detail=detail, now=now)
        (tell_begun if mandate.accepted_at else tell_given)(mandate=mandate, now=now)
    return mandate
