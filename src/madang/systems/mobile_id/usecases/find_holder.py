"""Find who stands at the counter; the look is logged, and the person sees it."""

from django.utils.translation import gettext_lazy as _

from madang.contracts.population_v1 import FindPerson, Person
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Refusal
from madang.systems.mobile_id.usecases.name import SYSTEM


class NobodyFound(Refusal):
    """The register knows nobody with this number."""

    code = "mobile_id.counter.nobody"
    says = _("The register knows nobody with this number. Compare it with the card and type it again.")
    status = 422


def find_holder(*, resident_number: str, actor: Actor) -> Person:
    """The person with this resident number. Raises Forbidden, NobodyFound."""
    require(actor, "mobile_id.offer_at_counter")
    asking = Asking(
        system=SYSTEM,
        actor=actor,
        purpose="Proofing an identity at a counter",
        basis=legal_basis(asker=SYSTEM, question=FindPerson),
    )
    found = ask(FindPerson(resident_number=resident_number, limit=1), asking).people
    if not found or not found[0].key:
        raise NobodyFound
    return found[0]
