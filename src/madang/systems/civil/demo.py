"""What the demo's people have under way: certificates, matters with officials, a fee to pay, a draft."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from madang.exchange.delivery import deliver_pending
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.decide import decide
from madang.framework.cases.usecases.request_supplement import request_supplement
from madang.framework.cases.usecases.take import take
from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Account, DutyAssignment
from madang.framework.identity.who import actor_of
from madang.framework.ui.wizard import save_draft
from madang.framework.values import Progress, clock
from madang.systems.civil.domain.applications import State
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.apply import apply
from madang.systems.civil.usecases.issue_instant import issue_instant
from madang.systems.civil.usecases.permissions import REVIEWER
from madang.systems.civil.usecases.prefill import prefill
from madang.systems.civil.usecases.rate import rate
from madang.systems.civil.usecases.refresh_catalogue import refresh_catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair:
    """What one of the demo's people asked for, and what became of it: `stars`, a `supplement`, or an `outcome`."""

    login: str
    service: str
    answers: dict[str, str] = field(default_factory=dict)
    stars: int = 0
    supplement: str = ""
    outcome: str = ""
    reasons: str = ""


AFFAIRS = (
    Affair(login="hana", service="population.abstract", stars=5),
    Affair(login="hana", service="population.family_relations", stars=4),
    Affair(login="minsu", service="population.register_copy", stars=5),
    Affair(login="soonja", service="population.register_copy"),
    Affair(login="dohyun", service="businesses.registration_certificate", stars=5),
    Affair(
        login="soonja",
        service="civil.basic_pension",
        answers={"account": "국민은행 123456-01-123456", "consents": "yes"},
        supplement="지급받을 계좌의 통장 사본을 보내 주십시오.",
    ),
    Affair(
        login="hana",
        service="civil.information_disclosure",
        answers={"wanted": "종로구 어린이집 정원과 현원", "form": "electronic"},
        outcome="granted",
        reasons="청구한 정보를 공개합니다.",
    ),
    Affair(
        login="dohyun",
        service="civil.energy_voucher",
        answers={"use": "gas"},
        outcome="refused",
        reasons="가구의 소득이 지원 기준을 넘습니다.",
    ),
    Affair(
        login="minsu",
        service="civil.animal_registration",
        answers={"animal_name": "보리", "chip": "410160012345678"},
    ),
    Affair(login="dohyun", service="civil.training_card", answers={"goal": "전자상거래 과정 수강"}),
    Affair(login="hana", service="civil.public_papers", answers={"wanted": "Places in the nurseries of Portmere"}),
    Affair(login="minsu", service="civil.boat_licence", answers={"boat_length": "7"}),
)


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """The catalogue and the affairs of the demo's people; what a country does not have is left out. Safe to run again."""
    refresh_catalogue(now=now)
    if Application.objects.exists():
        return Application.objects.count()
    offered = catalogue.current().services
    affairs = [affair for affair in AFFAIRS if affair.service in offered]
    for place, affair in enumerate(affairs, start=1):
        account = Account.objects.filter(login=affair.login).first()
        if account is not None:
            _live(affair, actor_of(account=account, now=now), clock.now())
        progress("civil", place, len(affairs))
    _draft(now)
    return Application.objects.count()


def _live(affair: Affair, actor: Actor, now: datetime) -> None:
    declared = catalogue.service(code=affair.service)
    subject = actor.party
    if subject is None:
        return
    known = prefill(service=declared, subject=subject, actor=actor, application="")
    filled = {each.field: each.value for each in known.prefill.answers if each.value}
    only = {each.field: each.choices[0].value for each in known.prefill.answers if each.choices and not each.value}
    defaults = {each.name: each.default for each in declared.fields if each.default}
    answers = {**defaults, **only, **filled, **affair.answers}
    key = f"demo/{affair.login}/{affair.service}"
    application = apply(service=affair.service, answers=answers, known=known, key=key, actor=actor, now=now)
    if application.state == State.WAITING:
        issue_instant(number=application.number, now=clock.now(), actor=actor)
        if affair.stars:
            rate(number=application.number, stars=affair.stars, remark="", actor=actor, now=now)
    elif application.state == State.SENT:
        carry()
        _handle(affair, application, now)


def _handle(affair: Affair, application: Application, now: datetime) -> None:
    """What the official has done with the case so far."""
    case = Case.objects.filter(application=application.number).first()
    if case is None or not (affair.supplement or affair.outcome):
        return
    held = DutyAssignment.objects.filter(duty=REVIEWER, office_id=case.office_code).first()
    if held is None:
        return
    official = actor_of(account=held.account, now=now)
    case = take(case=case, actor=official, now=clock.now())
    try:
        if affair.supplement:
            request_supplement(case=case, asked=affair.supplement, actor=official, now=clock.now())
        else:
            decide(case=case, outcome=affair.outcome, reasons=affair.reasons, actor=official, now=clock.now())
    finally:
        carry()


def carry() -> None:
    """Carry every event that waits, and those that its hearing brings, without a worker."""
    while deliver_pending(now=clock.now()):
        pass


def _draft(now: datetime) -> None:
    """A move that Hana has begun to report."""
    hana = Account.objects.filter(login="hana").first()
    if hana is None or "population.move_in" not in catalogue.current().services:
        return
    typed = {
        "moved_on": [timezone.localdate(now).isoformat()],
        "address": [""],
        "address_division": [""],
        "postcode": [""],
    }
    kind = f"civil:population.move_in:person:{hana.person}"
    save_draft(account_id=hana.pk, kind=kind, data={"typed": {"where": typed}, "at": "where"}, now=now)
