"""What is asked for each service of the register, in the active country's sectors."""

from collections.abc import Callable

from madang.contracts.services_v1 import FormField
from madang.systems.businesses.domain import forms
from madang.systems.businesses.usecases.sectors import sectors

FORMS: dict[str, Callable[[], tuple[FormField, ...]]] = {
    "businesses.registration": lambda: forms.registration(sectors=sectors().classes),
    "businesses.change": lambda: forms.change(sectors=sectors().classes),
    "businesses.suspension": forms.suspension,
    "businesses.resumption": forms.resumption,
    "businesses.closure": forms.closure,
    "businesses.registration_certificate": forms.one_business,
    "businesses.suspension_certificate": forms.one_business,
    "businesses.closure_certificate": forms.one_business,
    "businesses.facts_certificate": tuple,
}


def fields_of(service: str) -> tuple[FormField, ...]:
    """The questions of a service; none for a service that is not known."""
    return FORMS.get(service, tuple)()
