"""The year-end settlement in advance (in Korea 연말정산 미리보기): what would come of the year if one spends or saves more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.framework.ui.usecases.drafts import load_draft, save_draft
from madang.framework.values import Refusal
from madang.systems.tax.domain.assessed import Assessed
from madang.systems.tax.domain.filing import TaxPeriod
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Report, Taxpayer
from madang.systems.tax.usecases.returns import law
from madang.systems.tax.usecases.returns.ask_household import ask_household
from madang.systems.tax.usecases.returns.file_return import checked_period, require_facts
from madang.systems.tax.usecases.returns.prefill import facts_of, figures_of
from madang.systems.tax.usecases.returns.taxpayers import taxpayer_of

WHAT_IF = (
    *("wages", "card_credit", "card_debit", "card_market", "card_transit", "pension_savings", "retirement_pension"),
    *("medical_own", "donations_designated", "house_rent"),
)
"""What one can still change before the year ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What comes of the year as it stands, and with the changes; `from_year` tells whose reports it begins with."""

    period: TaxPeriod
    from_year: int
    facts: dict[str, int]
    now: Assessed[int]
    then: Assessed[int]


def preview(*, year: str, changes: Mapping[str, int], actor: Actor, now: datetime) -> Preview:
    """Assess the year with and without the changes; nothing is kept but the household, which is asked once.

    Raises Forbidden, NoSuchPeriod, NoLawOfPeriod, ReturnRefused.
    """
    period = checked_period(tax=Tax.INCOME, code=year)
    payer = taxpayer_of(party=actor.party, actor=actor, now=now)
    require_facts(tax=Tax.INCOME, facts=changes)
    from_year = _last_reported(payer, period)
    base = TaxPeriod(code=str(from_year), from_on=period.from_on.replace(year=from_year), until_on=period.until_on)
    figures = figures_of(
        party=payer.party, tax=Tax.INCOME, period=base, household=_household(payer, period, actor, now), own={}
    )
    known = facts_of(figures)
    after = known | {name: minor for name, minor in changes.items() if name in WHAT_IF}
    return Preview(
        period=period,
        from_year=from_year,
        facts=after,
        now=law.assessed(tax=Tax.INCOME, period=period, facts=known),
        then=law.assessed(tax=Tax.INCOME, period=period, facts=after),
    )


def _last_reported(payer: Taxpayer, period: TaxPeriod) -> int:
    rows = Report.objects.filter(person=payer.party_key, counts=True, year__lte=period.year)
    return int(rows.order_by("-year").values_list("year", flat=True).first() or period.year)


def _household(payer: Taxpayer, period: TaxPeriod, actor: Actor, now: datetime) -> dict[str, int]:
    kind = f"tax:preview:{period.code}:{payer.pk}"
    kept = load_draft(account_id=actor.account_id or 0, kind=kind)
    if kept is not None:
        return {str(fact): int(count) for fact, count in kept.data["household"].items()}
    try:
        household = ask_household(party=payer.party, period=period, actor=actor)
    except Refusal:
        return {}
    save_draft(account_id=actor.account_id or 0, kind=kind, data={"household": household}, now=now)
    return household
