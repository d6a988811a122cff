"""What customs asks of a declaration that claims the simplified rate."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from madang.framework.values import Fault, Party, PartyKind
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.simplified import claims_simplified, simplified_law


def simplified_faults(*, declaration: Declaration, party: Party, on: date) -> Iterator[Fault]:
    """It is for what people bring or have sent to them, never for trade (Customs Act of Korea art. 81 (1), Decree art. 96 (2)
    no. 5 (a))."""
    law = simplified_law(on=on)
    if party.kind is PartyKind.PERSON:
        return
    for place, item in enumerate(declaration.items):
        if claims_simplified(item=item, law=law):
            says = _("The simplified rate is for goods of people. Declare goods of a business at the regular rates.")
            yield Fault(f"items[{place}].additional_procedures", says, "customs.simplified.people")
