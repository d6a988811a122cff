"""The paper of a contract, which both sides sign."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from madang.framework.documents.rendering import render
from madang.framework.law import pack
from madang.framework.notify.amounts import written
from madang.framework.values import Money
from madang.systems.procurement.models import Contract
from madang.systems.procurement.usecases.contract import contract_law
from madang.systems.procurement.usecases.market.wording import title_in
from madang.systems.procurement.usecases.office_names import office_name


def draw_paper(*, contract: Contract) -> bytes:
    """PDF/A and PDF/UA, in the country's first language, of the contract as it stands."""
    language = pack().languages[0]
    with override(language):
        return render(template="procurement/contract/contract.typ", data=_data(contract, language), images={})


def _data(contract: Contract, language: str) -> dict[str, Any]:
    terms = contract.terms
    buyer = office_name(code=contract.buyer)
    clauses = pack().data("procurement/contract_terms")["clauses"]
    words = _words(contract)
    return {
        "language": language[:2],
        "title": contract.title,
        "number": contract.number,
        "buyer": buyer,
        "facts": [
            [_("Buying office"), buyer],
            [_("Supplier"), f"{contract.supplier.name} ({contract.supplier.number})"],
            [_("Value"), _written(contract, contract.minor)],
            [pgettext("contract", "Starts"), date_format(contract.starts_on)],
            [pgettext("contract", "Ends"), date_format(contract.ends_on)],
            [_("Account of the supplier"), f"{terms.account} ({terms.holder})"],
            _rests_on(contract),
        ],
        "milestones_title": _("Milestones"),
        "heads": [_("What is delivered"), pgettext("contract", "Due"), _("Value")],
        "milestones": [
            [one.title, date_format(one.due_on), _written(contract, one.minor)]
            for one in contract.milestones.order_by("position")
        ],
        "clauses": [[_said(one["title"]), _said(one["says"]).format(**words)] for one in clauses],
        "closing": _("Both sides sign this paper electronically; it is in force when both have signed."),
    }


def _rests_on(contract: Contract) -> list[str]:
    """The award, or the framework agreement under which it was ordered."""
    if contract.award:
        return [_("Award"), contract.award.number]
    return [_("Framework agreement"), contract.call_off.agreement.number]


def _words(contract: Contract) -> dict[str, str]:
    terms, on = contract.terms, timezone.localdate(contract.made_at)
    return {
        "inspection_days": str(contract_law.days(name="inspection_days", on=on)),
        "payment_days": str(contract_law.days(name="payment_working_days", on=on)),
        "permille": f"{terms.delay_permille.normalize():f}",
        "performance": _written(contract, terms.performance_minor),
        "defect": f"{terms.defect_percent.normalize():f}",
    }


def _written(contract: Contract, minor: int) -> str:
    return written(Money(minor, contract.currency))


def _said(titles: dict[str, str]) -> str:
    return title_in(titles=titles, otherwise="")
