"""Find who stands at the counter; the look is logged, and the person sees it."""

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.contracts.population_v1 import FindPerson, Person
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Refusal
from madang.systems.mobile_id.usecases.name import SYSTEM


class NobodyFound(Refusal):
    """The register knows nobody of that description, or several people."""

    code = "mobile_id.counter.nobody"
    says = _(
        "The register does not know exactly one such person. Compare with the card, or type the resident number from it."
    )
    status = 422


def find_holder(*, resident_number: str, name: str, birth_on: date | None, actor: Actor) -> Person:
    """The one person of this number, or of this name and birth date. Raises Forbidden, NobodyFound."""
    require(actor, "mobile_id.offer_at_counter")
    if not resident_number and not (name and birth_on):
        raise NobodyFound
    asking = Asking(
        system=SYSTEM,
        actor=actor,
        purpose=gettext("Proofing an identity at a counter"),
        basis=legal_basis(asker=SYSTEM, question=FindPerson),
    )
    question = FindPerson(resident_number=resident_number, name=name, birth_on=birth_on, limit=2)
    found = ask(question, asking).people
    if len(found) != 1 or not found[0].key:
        raise NobodyFound
    return found[0]
