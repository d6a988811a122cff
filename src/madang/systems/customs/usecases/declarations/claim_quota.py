"""Claim a tariff quota: noted in the lodging, settled in the order of lodging, each quota by one at a time."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.declaration import Declaration, Item
from madang.systems.customs.domain.progress import VOID
from madang.systems.customs.domain.quota import Claim, allocate
from madang.systems.customs.models import CustomsDeclaration, QuotaClaim, TariffQuota
from madang.systems.customs.usecases.declarations import queue
from madang.systems.customs.usecases.declarations.advance_declaration import advance, locked
from madang.systems.customs.usecases.declarations.assessing import assessed_by_law
from madang.systems.customs.usecases.declarations.content import as_json, declaration_of
from madang.systems.customs.usecases.declarations.history import happened


def note_claims(*, one: CustomsDeclaration, declaration: Declaration) -> None:
    """Note what the items claim; settled after the commit. In the caller's transaction."""
    asked = {item.quota_order for item in declaration.items} - {""}
    day = one.rates_on
    open_now = TariffQuota.objects.filter(order__in=asked, valid_from__lte=day, valid_until__gte=day)
    quotas = {quota.order: quota for quota in open_now.order_by("-pk")}
    for item in declaration.items:
        quota = quotas.get(item.quota_order)
        wanted = _wanted(item, quota.unit) if quota is not None else None
        if quota is None or not wanted:
            continue
        QuotaClaim.objects.get_or_create(
            quota=quota, declaration=one.number, item=item.sequence, defaults={"wanted": wanted, "at": one.lodged_at}
        )
        queue.settle_quota(order=quota.order)


def _wanted(item: Item, unit: str) -> Decimal | None:
    if unit == "KGM":
        return item.net_mass
    return next((one.value for one in item.quantities if one.unit == unit), None)


@transaction.atomic
def settle_quota(*, order: str, actor: Actor, now: datetime) -> int:
    """Give out what is left of a quota to all claims that wait, the earliest first; how many were settled.

    Whoever comes first holds the quota's row: the others wait, and find nothing more to settle. The declarations go on in the
    same transaction: whatever ends it, none is left settled and waiting.
    """
    settled: list[QuotaClaim] = []
    for quota in TariffQuota.objects.select_for_update().filter(order=order).order_by("pk"):
        settled.extend(_settle(quota, now))
    for claim in settled:
        _follow(claim, actor, now)
    return len(settled)


def _take_back(quota: TariffQuota, now: datetime) -> None:
    """What declarations got that were withdrawn or refused goes back first, and what they still want is dropped: nothing of a
    quota stays with goods that did not come in. Whoever claims next is given it in the order of lodging."""
    ended = CustomsDeclaration.objects.filter(state__in=[one.value for one in VOID]).values("number")
    for claim in quota.claims.select_for_update().filter(declaration__in=ended, returned_at=None).order_by("pk"):
        quota.used -= claim.given or 0
        claim.given, claim.returned_at = claim.given or Decimal(0), now
        claim.save(update_fields=["given", "returned_at"])


def _settle(quota: TariffQuota, now: datetime) -> list[QuotaClaim]:
    _take_back(quota, now)
    waiting = {claim.pk: claim for claim in quota.claims.filter(given=None)}
    claims = [Claim(key=claim.pk, at=claim.at, wanted=claim.wanted) for claim in waiting.values()]
    for key, given in allocate(left=quota.total - quota.used, claims=claims):
        waiting[key].given = given
        quota.used += given
    QuotaClaim.objects.bulk_update(waiting.values(), ["given"])
    quota.save(update_fields=["used"])
    return list(waiting.values())


def _follow(claim: QuotaClaim, actor: Actor, now: datetime) -> None:
    """The declaration goes on."""
    one = locked(number=claim.declaration)
    detail = {"item": claim.item, "wanted": str(claim.wanted), "given": str(claim.given)}
    happened(to=one, kind="quota", actor=actor, now=now, detail=detail)
    assess_within_quotas(one=one)
    advance(one=one, actor=actor, now=now)


def assess_within_quotas(*, one: CustomsDeclaration) -> None:
    """Assess it anew with what its claims were given.

    The lower rate holds for the items that were admitted whole; others bear the rate outside the quota.
    """
    claims = QuotaClaim.objects.filter(declaration=one.number, given=F("wanted")).select_related("quota")
    made, _faults = assessed_by_law(
        declaration=declaration_of(content=one.content),
        party=one.party,
        on=one.rates_on,
        quotas=frozenset(claim.quota.order for claim in claims),
        admitted=frozenset(claim.item for claim in claims),
    )
    if made is None:
        return
    one.assessed = as_json(of=made)
    one.value_minor, one.payable_minor = made.customs_value.minor, made.payable.minor
    one.save(update_fields=["assessed", "value_minor", "payable_minor"])
