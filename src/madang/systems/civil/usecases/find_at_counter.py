"""Find the resident who stands at the counter."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from madang.contracts.population_v1 import FindPerson, FoundPeople
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault, Refusal
from madang.systems.civil.usecases.permissions import SERVE

PURPOSE = declare(gettext_noop("Identifying a resident at the counter: {reason}"))


class SearchTooWide(Refusal):
    """The register is searched for one person, never browsed."""

    code = "civil.search_too_wide"
    says = gettext_lazy("Type the resident number from the card, or the full name together with the birth date.")
    status = 422


def find_at_counter(
    *, resident_number: str, name: str, birth_on: date | None, reason: str, actor: Actor
) -> FoundPeople:
    """People of this number, or of this name and birth date. The look is logged with the reason, and they see it.

    Raises Forbidden, SearchTooWide, and what the exchange refuses.
    """
    require(actor, SERVE)
    if not resident_number and not (name and birth_on):
        raise SearchTooWide(faults=(Fault("resident_number", str(SearchTooWide.says), "civil.search_too_wide"),))
    asking = Asking(
        system="civil",
        actor=actor,
        purpose=_(PURPOSE).format(reason=reason),
        basis=legal_basis(asker="civil", question=FindPerson),
    )
    return ask(FindPerson(resident_number=resident_number, name=name, birth_on=birth_on, limit=5), asking)
