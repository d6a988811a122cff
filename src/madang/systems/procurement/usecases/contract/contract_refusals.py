"""The noes that several use cases of a contract share."""

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Refusal
from madang.systems.procurement.domain.words import ContractState
from madang.systems.procurement.models import Contract


class ContractRefused(Refusal):
    """What was typed has faults."""

    code = "procurement.contract_refused"
    says = _("Nothing was recorded. Correct what is marked and send it again.")
    status = 422


class OwnAcceptance(Refusal):
    """Who made the contract, or promised money for it, accepts nothing under it."""

    code = "procurement.own_acceptance"
    says = _(
        "You made contract {number} or promised money for it yourself. Another official of the office inspects and accepts."
    )


class NotInForce(Refusal):
    """The contract is not in force."""

    code = "procurement.contract_not_in_force"
    says = _("Contract {number} is not in force, so nothing is done under it. Look at its page for where it stands.")


class NotAtThisStep(Refusal):
    """Something else comes first, or it was done already."""

    code = "procurement.not_at_this_step"
    says = _("This was done already, or something else comes first. Look at the page for where it stands.")


def fault(place: str, says: object) -> Fault:
    """A fault of what was typed at one place."""
    return Fault(place, str(says), f"{ContractRefused.code}.{place}")


def locked(*, contract: Contract) -> Contract:
    """The contract, locked till the end of the caller's transaction."""
    return Contract.objects.select_for_update(of=("self",)).select_related("terms", "supplier").get(pk=contract.pk)


def require_in_force(*, contract: Contract) -> None:
    """Raises NotInForce."""
    if contract.state != ContractState.ACTIVE.value:
        raise NotInForce(number=contract.number)


def may_accept(*, contract: Contract, who: str) -> bool:
    """Whether the official neither made the contract nor promised money for it."""
    return who != contract.terms.made_by and not contract.fundings.filter(by=who).exists()


def require_another(*, contract: Contract, actor: Actor) -> None:
    """Raises OwnAcceptance."""
    if not may_accept(contract=contract, who=officer(actor)):
        raise OwnAcceptance(number=contract.number)
