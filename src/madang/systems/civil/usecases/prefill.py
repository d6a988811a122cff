"""What the state already knows, asked of the service's owner so that nobody types it again."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.contracts.envelope import Basis, own_request
from madang.contracts.services_v1 import Prefill, PrefillApplication, ServiceDeclaration
from madang.exchange import Asking, ask_member
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.values import Party, Refusal

PURPOSE = declare(gettext_noop("Filling in the application “{service}”"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The owner's answers, or the sentence that says why there are none now (the form works without)."""

    prefill: Prefill
    silence: str = ""

    @property
    def choices(self) -> dict[str, frozenset[str]]:
        """The values that the owner offers, by field."""
        return {
            each.field: frozenset(choice.value for choice in each.choices)
            for each in self.prefill.answers
            if each.choices
        }

    @property
    def labels(self) -> dict[str, dict[str, dict[str, str]]]:
        """How offered values are written, by field and value and language."""
        return {
            each.field: {choice.value: dict(choice.label) for choice in each.choices} for each in self.prefill.answers
        }


def prefill(
    *, service: ServiceDeclaration, subject: Party, actor: Actor, application: str, basis: Basis | None = None
) -> Known:
    """Ask the owner what it knows of this party for this service. Its silence is told, never raised."""
    asking = Asking(
        system="civil",
        actor=actor,
        purpose=_(PURPOSE).format(service=service.title.get("en", service.code)),
        basis=basis or own_request(),
        subject=subject,
        case=application,
        timeout=3.0,
    )
    try:
        reply = ask_member(PrefillApplication(service=service.code, party=subject), asking, system=service.owner)
    except Refusal as refusal:
        return Known(prefill=Prefill(), silence=str(refusal))
    return Known(prefill=reply)
