"""What an official sees beside a report: the register's own entry, and for a death what other registers hold."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext

from madang.contracts.businesses_v1 import FindBusinessesOf
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework import audit
from madang.framework.audit.purposes import declare
from madang.framework.cases import Answer, Panel
from madang.framework.cases.models import Case
from madang.framework.values import Party, Refusal, clock
from madang.systems.population.models import Person
from madang.systems.population.usecases import gather
from madang.systems.population.usecases.numbers import number_of, written
from madang.systems.population.usecases.words import say

SYSTEM = "population"
PURPOSE = declare(gettext_noop("Deciding report {number} to the resident register"))


def register_panel(case: Case, request: HttpRequest) -> Answer:
    """The entry of whom the report is about: the dead for a death, else who reports."""
    found = Person.objects.filter(key=_about(case)).first()
    source = _("Resident register")
    if found is None:
        return Answer(source=source, at=clock.now(), missing=_("The register knows no such person."))
    _tell(case, found, request)
    residence, stay = gather.residence_of(person=found), gather.membership_of(person=found)
    members = gather.members_of(household_id=stay.household_id) if stay else []
    rows: list[tuple[object, object]] = [
        (pgettext("population", "Name"), found.name),
        (pgettext("population", "Resident number"), written(number=number_of(person=found), full=False)),
        (pgettext("population", "Status"), say(f"status.{found.status}")),
    ]
    if residence:
        rows.append((pgettext("population", "Address"), residence.address.text))
        rows.append((pgettext("register", "Since"), residence.from_on.isoformat()))
    rows += [(say(f"relation.{one.relation}"), one.person.name) for one in members]
    rows += [(say("spouse"), one.spouse.name) for one in gather.marriages_of(person=found) if one.ended_on is None]
    return Answer(source=source, at=clock.now(), rows=tuple(rows))


def _tell(case: Case, found: Person, request: HttpRequest) -> None:
    """The person sees that the entry was looked at for this case."""
    purpose = _(PURPOSE).format(number=case.number)
    look = audit.Look(
        system=SYSTEM, subject=Party.person(found.key), what="population.person", purpose=purpose, case=case.number
    )
    actor = request.actor  # type: ignore[attr-defined]
    audit.looked(actor=actor, look=look, now=clock.now())


def estate_panel(case: Case, request: HttpRequest) -> Answer:
    """Which businesses the dead represented, asked of the business register."""
    now, source, person = clock.now(), _("Business register"), _about(case)
    asking = Asking(
        system=SYSTEM,
        actor=request.actor,  # type: ignore[attr-defined]
        purpose=_(PURPOSE).format(number=case.number),
        basis=legal_basis(asker=SYSTEM, question=FindBusinessesOf),
        subject=Party.person(person),
        case=case.number,
    )
    try:
        reply = ask(FindBusinessesOf(person=person), asking)
    except Refusal as refusal:
        return Answer(source=source, at=now, missing=str(refusal))
    rows = tuple((one.number or "", one.name or "") for one in reply.businesses)
    return Answer(source=source, at=now, rows=rows, missing="" if rows else _("No business is registered."))


def _about(case: Case) -> str:
    return str(case.data.get("answers", {}).get("person") or case.subject.key)


REGISTER = Panel(code="register", title=gettext_lazy("Entry in the resident register"), provide=register_panel)
ESTATE = Panel(code="estate", title=gettext_lazy("Businesses of the deceased"), provide=estate_panel)
PANELS: Mapping[str, tuple[Panel, ...]] = {"death": (REGISTER, ESTATE)}
