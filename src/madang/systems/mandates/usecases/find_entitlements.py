"""For whom a person may act by law: asked of the registers each time, never kept."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from madang.contracts.businesses_v1 import BusinessStatus, FindBusinessesOf
from madang.contracts.envelope import own_request
from madang.contracts.population_v1 import GetFamily
from madang.exchange import Asking, ask
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits, require
from madang.framework.identity.who import local_day
from madang.framework.law import pack
from madang.framework.values import Party
from madang.systems.mandates.domain.kinds import Articles, Company, Entitlement, Relative, by_businesses, by_family
from madang.systems.mandates.usecases.name import SYSTEM

# A representative's right stands in the register and ends when that changes; the page asks again after so long.
COMPANY_TERM = timedelta(days=365)
PURPOSE = _("Finding for whom a person may act by law")


@permits("mandates.act_by_law")
def own_person(actor: Actor, resource: str) -> bool:
    """The person themselves, under no mandate: nobody claims a right through another's."""
    return actor.acting_for is None and actor.person is not None and actor.person == resource


def find_entitlements(*, person: str, actor: Actor, now: datetime) -> tuple[Entitlement, ...]:
    """What the registers say today. Raises Forbidden, and what the exchange refuses."""
    require(actor, "mandates.act_by_law", person)
    asking = Asking(system=SYSTEM, actor=actor, purpose=str(PURPOSE), basis=own_request(), subject=Party.person(person))
    family = ask(GetFamily(person=person), asking)
    businesses = ask(FindBusinessesOf(person=person), asking)

    today = local_day(now)
    articles = Articles(**pack().data("mandates/articles"))
    relatives = [
        Relative(
            person=one.person, name=one.name or "", relation=one.relation, born_on=one.birth_on, died_on=one.died_on
        )
        for one in family.members
        if one.person and one.relation and one.birth_on
    ]
    companies = [
        Company(
            number=one.number,
            name=one.name or "",
            open=one.status is not None and one.status is not BusinessStatus.CLOSED,
            representatives=one.representatives,
        )
        for one in businesses.businesses
        if one.number
    ]
    until = today + COMPANY_TERM
    return (
        *by_family(relatives=relatives, articles=articles, on=today),
        *by_businesses(companies=companies, person=person, articles=articles, until_on=until),
    )
