"""The business register's journey on the demonstration's data: register, certify, look up, change, close."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from madang.contracts.businesses_v1 import FindBusinessesOf
from madang.contracts.envelope import own_request
from madang.contracts.services_v1 import ApplicationFiled, IssueCertificate, ListServices
from madang.exchange import Asking, ask, ask_member
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.decide import decide
from madang.framework.documents.models import Document
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.models import Office
from madang.framework.law import pack
from madang.framework.storage import open_blob
from madang.framework.values import Party, clock
from madang.framework.values.identifiers import new_key
from madang.systems.businesses.domain.numbers import WRITE_NUMBER
from madang.systems.businesses.usecases.count_figures import count_figures
from madang.systems.businesses.usecases.entering import today_of
from madang.systems.businesses.usecases.find_business import find_business
from madang.systems.businesses.usecases.issue_card import issue_card
from madang.systems.businesses.usecases.name import SYSTEM
from madang.systems.businesses.usecases.open_application import open_application
from madang.systems.businesses.usecases.permissions import REGISTRAR
from madang.systems.businesses.usecases.sectors import sectors


def tour(*, out: Path) -> Iterator[str]:
    """Each step yields a line; certificates and figures stay in `out`."""
    now = clock.now()
    person = _founder()
    yield from _offers(person)
    case = _apply(person=person, service="businesses.registration", answers=_answers(now), now=now)
    yield f"an application opens case {case.number} at {case.office_code}, due on {case.due_on}"
    _grant(case, now)
    number = str(Case.objects.get(pk=case.pk).data["business"])
    yield f"the registrar grants it; the business has the number {WRITE_NUMBER.filled(number=number)}"
    card = issue_card(case=case.number, now=clock.now())
    yield f"the granted case ends with {_keep(card.number if card else '', out / 'registration.pdf')}"
    yield _certify("businesses.registration_certificate", person, number, out)
    change = {"business": number, "name": f"{_name()} II"}
    _grant(_apply(person=person, service="businesses.change", answers=change, now=now), now)
    yield f"a change gives it the name “{find_business(number=number).name}”"
    closure = {"business": number, "closed_on": today_of(now).isoformat(), "reason": "other"}
    _grant(_apply(person=person, service="businesses.closure", answers=closure, now=now), now)
    reply = ask(FindBusinessesOf(person=person), _asking(person))
    found = next(each for each in reply.businesses if each.number == number)
    yield f"the founder asks the exchange for their businesses: this one is {found.status} since {found.closed_on}"
    yield _certify("businesses.closure_certificate", person, number, out)
    yield _figures(out, now)


def _founder() -> str:
    people = {row["login"]: row["person"] for row in pack().data("demo")["residents"]}
    return str(people["sora"])


def _name() -> str:
    first = sectors().classes[0]
    return first.title(language=pack().languages[0])


def _answers(now: datetime) -> dict[str, str]:
    home = pack().data("demo")["businesses"][0]
    return {
        "name": _name(),
        "form": "sole_trader",
        "sector": sectors().classes[0].code,
        "opened_on": (today_of(now) - timedelta(days=3)).isoformat(),
        "address": home["address"],
        "address_division": home["division"],
    }


def _asking(person: str, *, key: str = "") -> Asking:
    actor = Actor(kind=ActorKind.RESIDENT, name="tour", person=person)
    return Asking(
        system="civil",
        actor=actor,
        purpose="A tour of the business register",
        basis=own_request(),
        subject=Party.person(person),
        idempotency_key=key,
        language=pack().languages[0],
    )


def _offers(person: str) -> Iterator[str]:
    reply = ask_member(ListServices(), _asking(person), system=SYSTEM)
    own = [each for each in reply.services if each.owner == SYSTEM]
    yield f"the register offers {len(own)} services to the counter, which knows none of them by name"


def _apply(*, person: str, service: str, answers: dict[str, str], now: datetime) -> Case:
    event = ApplicationFiled(
        owner=SYSTEM,
        service=service,
        application=f"tour-{new_key()}",
        applicant=Party.person(person),
        filed_by=person,
        answers=answers,
        language=pack().languages[0],
        filed_at=now,
    )
    case = open_application(event=event, now=now)
    if case is None:
        raise RuntimeError(f"The register refused the application {service} at once.")
    return case


def _grant(case: Case, now: datetime) -> None:
    office = Office.objects.get(code=case.office_code)
    duty = Duty(office_code=office.code, office_name=office.name, code=REGISTRAR)
    registrar = Actor(kind=ActorKind.OFFICIAL, name="tour", duties=(duty,))
    decide(case=case, outcome="granted", reasons="The application is complete.", actor=registrar, now=now)


def _certify(service: str, person: str, number: str, out: Path) -> str:
    question = IssueCertificate(
        service=service,
        party=Party.person(person),
        answers={"business": number},
        language=pack().languages[0],
        application=f"tour-{new_key()}",
    )
    reply = ask_member(question, _asking(person, key=new_key()), system=SYSTEM)
    name = service.partition(".")[2]
    return f"the counter asks for {_keep(reply.number or '', out / f'{name}.pdf')}"


def _keep(number: str, path: Path) -> str:
    document = Document.objects.get(number=number)
    with open_blob(document.sha256) as blob:
        path.write_bytes(blob.read())
    return f"“{document.title}” {number}: {path.name}"


def _figures(out: Path, now: datetime) -> str:
    year = today_of(now).year
    figures = count_figures(first_year=year - 9, last_year=year)
    (out / "figures.json").write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=2))
    return f"{figures.total:,} businesses were ever registered: figures.json"
