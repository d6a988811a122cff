"""The heartbeat's recorded gaps move closings, once, visibly, and before anything is closed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from madang.framework.notify.models import Message
from madang.framework.values import clock
from madang.systems.procurement import jobs
from madang.systems.procurement.models import ClosingExtension, Release, Tender, UpTime
from madang.systems.procurement.tests.market import NOW, bid, published, supplier
from madang.systems.procurement.usecases.market.beat import beat
from madang.systems.procurement.usecases.market.close_tenders import close_tenders
from madang.systems.procurement.usecases.market.extend_closing import extend_for_outages

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
# Tuesday 16 June 2026, 10:00 in Seoul.
CLOSING = datetime(2026, 6, 16, 1, 0, tzinfo=UTC)


def tender_that_closes(at: datetime) -> Tender:
    return published(closes_at=at, opens_at=at + timedelta(hours=1))


def minutes(start: datetime, end: datetime) -> None:
    """What the job does each minute, from `start` to before `end`, on a clock of our own."""
    now = start
    while now < end:
        beat(now=now)
        extend_for_outages(now=now)
        close_tenders(now=now)
        now += MINUTE


def test_an_hour_without_a_beat_over_the_closing_extends_once_and_tells() -> None:
    tender, later = tender_that_closes(CLOSING), tender_that_closes(CLOSING + timedelta(days=1))
    bid(tender, supplier("1018100002"))
    down, up = CLOSING - 30 * MINUTE, CLOSING + 30 * MINUTE
    minutes(down - 10 * MINUTE, down)
    tender.refresh_from_db()
    assert (tender.state, tender.closes_at) == ("published", CLOSING)
    # Nothing runs for an hour. The first thing after it is the job: closed is nothing.
    minutes(up, up + 5 * MINUTE)
    tender.refresh_from_db()
    later.refresh_from_db()
    made = ClosingExtension.objects.get()
    # The last beat came a minute before; back at 10:30, three hours are left.
    assert (made.down_from, made.down_until) == (down - MINUTE, up)
    assert timezone.localtime(tender.closes_at).strftime("%d %H:%M") == "16 13:30"
    assert (tender.state, tender.opens_at - tender.closes_at) == ("published", timedelta(hours=1))
    assert later.closes_at == CLOSING + timedelta(days=1)
    assert Message.objects.get(template="procurement/extended").party_key == "1018100002"
    assert Release.objects.filter(ocid=tender.ocid).order_by("pk").last().step == "tenderAmendment"
    page = Client(headers={"accept-language": "en"}).get(f"/procurement/tenders/{tender.number}/").content.decode()
    assert "The service was down from June 16, 2026 09:29 to June 16, 2026 10:30." in page
    assert UpTime.objects.count() == 2
    # Every second beat lost is no outage.
    for place in range(1, 90):
        beat(now=up + (4 + 2 * place) * MINUTE)
    minutes(tender.closes_at - MINUTE, tender.closes_at + MINUTE)
    tender.refresh_from_db()
    assert (tender.state, ClosingExtension.objects.count()) == ("closed", 1)


def test_two_outages_extend_twice_and_a_short_one_not_at_all() -> None:
    tender = tender_that_closes(CLOSING)
    minutes(CLOSING - 60 * MINUTE, CLOSING - 50 * MINUTE)
    minutes(CLOSING - 47 * MINUTE, CLOSING - 40 * MINUTE)
    assert not ClosingExtension.objects.exists()
    minutes(CLOSING - 20 * MINUTE, CLOSING - 15 * MINUTE)
    tender.refresh_from_db()
    first = tender.closes_at
    assert timezone.localtime(first).strftime("%H:%M") == "12:40"
    minutes(CLOSING + 10 * MINUTE, CLOSING + 12 * MINUTE)
    tender.refresh_from_db()
    assert tender.closes_at > first
    assert [one.closes_to for one in tender.extensions.order_by("pk")] == [first, tender.closes_at]


def test_nothing_closes_while_nobody_knows_whether_the_service_was_up() -> None:
    tender = tender_that_closes(CLOSING)
    beat(now=CLOSING - 10 * MINUTE)
    assert close_tenders(now=CLOSING + MINUTE) == 0
    beat(now=CLOSING + MINUTE)
    assert extend_for_outages(now=CLOSING + MINUTE) == 1
    assert close_tenders(now=CLOSING + MINUTE) == 0
    tender.refresh_from_db()
    assert tender.state == "published"


def test_records_of_the_service_are_not_mended() -> None:
    held = beat(now=NOW)
    assert beat(now=NOW - MINUTE).until == NOW
    held.until = NOW - MINUTE
    with pytest.raises(IntegrityError), transaction.atomic():
        held.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        held.delete()
    tender = tender_that_closes(CLOSING)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosingExtension.objects.create(
            tender=tender, at=NOW, by="x", reason="r", closes_from=CLOSING, closes_to=CLOSING - MINUTE
        )


def test_the_job_of_each_minute_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    tender = tender_that_closes(CLOSING)
    monkeypatch.setattr(clock, "now", lambda: CLOSING)
    jobs.keep_the_market(timestamp=0)
    tender.refresh_from_db()
    assert UpTime.objects.count() == 1
    assert tender.state == "failed"
