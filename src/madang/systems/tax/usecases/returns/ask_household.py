"""The household of a year, asked of the resident register on the taxpayer's own request."""

from datetime import date

from madang.contracts.envelope import own_request
from madang.contracts.population_v1 import GetFamily, GetHousehold, GetPerson, Member
from madang.exchange import Asking, ask
from madang.framework.identity.actor import Actor
from madang.framework.law import parameter
from madang.framework.values import Party, PartyKind
from madang.systems.tax.domain.filing import TaxPeriod, fact_names
from madang.systems.tax.domain.household import Ages, Relative, count_household
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Report
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.returns.taxpayers import PURPOSE

EARNINGS = ("wages", "business_revenue", "public_pension", "private_pension", "other_income", "rent_revenue")


def ask_household(*, party: Party, period: TaxPeriod, actor: Actor) -> dict[str, int]:
    """Counts by fact; nothing for a business. Raises what the exchange refuses."""
    if party.kind is not PartyKind.PERSON:
        return {}
    asking = Asking(system=SYSTEM, actor=actor, purpose=PURPOSE, basis=own_request(), subject=party)
    person = ask(GetPerson(person=party.key), asking)
    home = ask(GetHousehold(person=party.key), asking)
    family = ask(GetFamily(person=party.key), asking).members
    if person.birth_on is None:
        return {}
    here = {member.person for member in home.members}
    earning = _earning([member.person for member in family if member.person], period.year)
    counts = count_household(
        born_on=person.birth_on,
        heads=home.head == party.key,
        married_on=None,
        relatives=[_relative(one, one.birth_on, here, earning) for one in family if one.birth_on],
        year=period.year,
        ages=_ages(period),
    )
    known = fact_names(tax=Tax.INCOME)
    return {fact: count for fact, count in counts.items() if fact in known}


def _relative(member: Member, born_on: date, here: set[str | None], earning: set[str]) -> Relative:
    return Relative(
        relation=member.relation or "",
        born_on=born_on,
        died_on=member.died_on,
        earns=member.person in earning,
        lives_here=member.person in here,
    )


def _earning(people: list[str], year: int) -> set[str]:
    rows = Report.objects.filter(counts=True, year=year, person__in=people, kind__in=EARNINGS, minor__gt=0)
    return set(rows.values_list("person", flat=True))


def _ages(period: TaxPeriod) -> Ages:
    on = period.until_on
    return Ages(
        child_from=parameter("tax.returns.child_from", on=on),
        child_until=parameter("tax.returns.child_until", on=on),
        ascendant_from=parameter("tax.returns.ascendant_from", on=on),
        aged_from=parameter("tax.returns.aged_from", on=on),
    )
