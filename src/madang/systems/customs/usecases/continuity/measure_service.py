"""Measure the service and ask the neighbours whether they answer; forget what is only needed for that."""

from dataclasses import replace
from datetime import datetime, timedelta

from madang.contracts.envelope import law
from madang.contracts.members_v1 import DescribeMember
from madang.exchange import Answer, Asking, ask_all
from madang.framework.identity.actor import system_actor
from madang.systems.customs.domain.service_status import service_state
from madang.systems.customs.models import AnswerTime, ServiceMeasure
from madang.systems.customs.usecases.continuity.service_status import gathered_facts
from madang.systems.customs.usecases.name import SYSTEM

PURPOSE = "Measuring whether customs can serve"
SECONDS = 2.0
KEPT_TIMES, KEPT_MEASURES = timedelta(days=2), timedelta(days=366)


def measure_service(*, now: datetime) -> ServiceMeasure:
    """What a worker sees in this moment, kept; the second one of a minute is the first."""
    asking = Asking(
        system=SYSTEM, actor=system_actor("customs.measure"), purpose=PURPOSE, basis=law(""), timeout=SECONDS
    )
    neighbours = {one.member: isinstance(one, Answer) for one in ask_all(DescribeMember(), asking)}
    facts = replace(gathered_facts(now=now), measured_at=now, neighbours=neighbours)
    made, _new = ServiceMeasure.objects.get_or_create(
        at=now.replace(second=0, microsecond=0),
        defaults={
            "state": service_state(facts=facts, now=now).value,
            "answered": facts.answered or 0,
            "median_milliseconds": facts.median_milliseconds,
            "waiting_files": facts.waiting_files or 0,
            "neighbours": neighbours,
        },
    )
    AnswerTime.objects.filter(at__lt=now - KEPT_TIMES).delete()
    ServiceMeasure.objects.filter(at__lt=now - KEPT_MEASURES).delete()
    return made
