"""How the pages of suppliers write things."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.procurement.domain.clearance import Answered, Needed, Source
from madang.systems.procurement.models import Clearance, Sanction
from madang.systems.procurement.usecases.market.wording import title_in
from madang.systems.procurement.usecases.supply import law
from madang.systems.procurement.usecases.supply.declare import family_titles

STATES = {
    "registered": gettext_lazy("Registered"),
    "suspended": gettext_lazy("Business suspended"),
    "closed": gettext_lazy("Business closed"),
}
TONES = {"registered": "success", "suspended": "warning", "closed": "gray"}
SOURCES = {
    Source.CHARGES: gettext_lazy("Charges of every office"),
    Source.TAX: gettext_lazy("Taxes"),
}
GROUNDS = {
    "poor_performance": gettext_lazy("Performed badly or unlawfully"),
    "collusion": gettext_lazy("Colluded in a tender"),
    "unlawful_subcontract": gettext_lazy("Subcontracted unlawfully"),
    "fraud": gettext_lazy("Deceived the state to its loss"),
    "unfair_trade": gettext_lazy("Unfair trade, as the Fair Trade Commission found"),
    "bribery": gettext_lazy("Gave a bribe"),
    "false_papers": gettext_lazy("False papers, or obstructed a tender"),
    "no_contract": gettext_lazy("Won and did not conclude or perform the contract"),
}
MATTERS = {
    "notified": gettext_lazy("The supplier is heard"),
    "decided": gettext_lazy("Barred"),
    "dropped": gettext_lazy("Dropped"),
}


def family_title(code: str) -> str:
    """A UNSPSC family in the reader's language."""
    return f"{code} {title_in(titles=family_titles().get(code, {}), otherwise='')}".strip()


def clearance_line(*, source: Source, last: Clearance | None, relied: Answered | None, on: date) -> dict[str, object]:
    """What a source said: outcome, tone, until when, and what follows from a silence. `relied` is the answer that counts."""
    needed = law.needed(on=on)[source]
    line: dict[str, object] = {"title": SOURCES[source], "asked_at": last.asked_at if last else None, "until": None}
    if last is None:
        return line | {"tone": "gray", "says": _("Not asked yet"), "follows": ""}
    if last.clear is None and relied is not None and relied.clear and on <= relied.until:
        follows = _("Asked again since, without an answer; the earlier answer holds.")
        return line | {"tone": "success", "says": _("Nothing is overdue"), "follows": follows, "until": relied.until}
    if last.clear is None:
        return line | {"tone": "warning", "says": _silence(source), "follows": _follows(needed)}
    if not last.clear:
        owed = written.money(Money(last.owed, last.currency)) if last.owed else ""
        says = _("{amount} is overdue").format(amount=owed) if owed else _("Overdue")
        return line | {"tone": "danger", "says": says, "follows": _("Pay it, then ask again.")}
    if on > last.valid_until:
        return line | {"tone": "warning", "says": _("Expired"), "follows": _("Ask again."), "until": last.valid_until}
    return line | {"tone": "success", "says": _("Nothing is overdue"), "follows": "", "until": last.valid_until}


def _silence(source: Source) -> str:
    if source is Source.TAX:
        return _("The tax office does not answer here")
    return _("Not every office answered")


def _follows(needed: Needed) -> str:
    if needed is Needed.BID:
        return _("Until it answers, no bid is taken. Ask again later.")
    return _(
        "You may bid. Before your invoice is accepted it must be known; as long as no office answers, the buyer asks you "
        "for the paper certificate."
    )


def sanction_row(one: Sanction) -> dict[str, object]:
    """A sanction as lists show it."""
    return {
        "number": one.number,
        "ground": GROUNDS[one.ground],
        "state": MATTERS[one.state],
        "from_on": one.from_on,
        "until_on": one.until_on,
        "reasons": one.reasons,
    }
