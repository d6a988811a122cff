"""What the calendar does to cases."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from madang.framework.cases.jobs import close_cases, lapse_supplements
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide, request_supplement
from madang.framework.identity.actor import Actor
from madang.framework.values import clock

pytestmark = pytest.mark.django_db
Opened = Callable[..., Case]


def test_only_supplements_whose_day_went_by_lapse(opened: Opened, registrar: Actor) -> None:
    now = clock.now()
    late, fresh = opened(now=now - timedelta(days=60)), opened(now=now)
    request_supplement(case=late, asked="The lease", actor=registrar, now=now - timedelta(days=50))
    request_supplement(case=fresh, asked="The lease", actor=registrar, now=now)
    lapse_supplements(0)
    late.refresh_from_db()
    fresh.refresh_from_db()
    assert (late.state, late.stopped_at) == ("filed", None)
    assert fresh.state == "supplement_requested"


def test_granted_cases_close_and_those_open_to_objection_do_not(opened: Opened, registrar: Actor) -> None:
    now = clock.now()
    granted, refused = opened(now=now), opened(now=now)
    decide(case=granted, outcome="granted", reasons="Yes", actor=registrar, now=now)
    decide(case=refused, outcome="refused", reasons="No", actor=registrar, now=now)
    close_cases(0)
    granted.refresh_from_db()
    refused.refresh_from_db()
    assert (granted.state, refused.state) == ("closed", "decided")
