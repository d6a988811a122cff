"""Events: written with their change, delivered at least once, acted on once."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils.translation import get_language, override

from madang.contracts.population_v1 import PersonDied
from madang.contracts.services_v1 import ApplicationProgressed, Progress
from madang.exchange import announce, delivery, grants, registry
from madang.exchange.grants import Hearing, Table
from madang.exchange.models import Delivery, Heard, OutboxEvent
from madang.exchange.refusals import AnnouncedOutsideTransaction
from madang.framework.values import clock

pytestmark = pytest.mark.django_db(transaction=True)


class Broken(Exception):
    """What a listener throws."""


@pytest.fixture
def heard(monkeypatch, settings):
    """What the listeners of `civil` heard; a text in `broken` makes them fail."""
    settings.SYSTEMS = ("population", "civil")
    settings.ROADS = {}
    table = Table(events=[Hearing(hearer="civil", event="population_v1.PersonDied")])
    monkeypatch.setattr(grants, "table_of", lambda folder: table)
    calls: list[str] = []
    broken: list[bool] = []

    def listener(event: PersonDied, envelope: object) -> None:
        if broken:
            raise Broken
        calls.append(event.person)

    monkeypatch.setitem(registry._events, "population_v1.PersonDied", PersonDied)
    monkeypatch.setitem(registry._listeners, "population_v1.PersonDied", {"civil": [listener]})
    return calls, broken


def died(person: str = "p1") -> str:
    with transaction.atomic():
        return announce(PersonDied(person=person, died_on=clock.now().date()), now=clock.now())


def test_an_event_outside_a_transaction_is_refused(heard):
    with pytest.raises(AnnouncedOutsideTransaction):
        announce(PersonDied(person="p1", died_on=clock.now().date()), now=clock.now())


def test_an_event_of_a_change_that_was_rolled_back_never_happened(heard):
    with transaction.atomic():
        announce(PersonDied(person="p1", died_on=clock.now().date()), now=clock.now())
        transaction.set_rollback(True)
    assert not OutboxEvent.objects.exists()
    assert delivery.deliver_pending(now=clock.now()) == 0


def test_whoever_may_hear_an_event_hears_it_once_also_when_it_is_carried_twice(heard):
    calls, _broken = heard
    died()
    assert delivery.deliver_pending(now=clock.now()) == 1
    Delivery.objects.update(delivered_at=None)
    assert delivery.deliver_pending(now=clock.now()) == 1
    assert calls == ["p1"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_listener_speaks_the_language_of_who_caused_the_event(heard, monkeypatch, language):
    spoken = []
    listen = {"civil": [lambda event, envelope: spoken.append(get_language())]}
    monkeypatch.setitem(registry._listeners, "population_v1.PersonDied", listen)
    with override(language):
        died()
    with override("en" if language == "ko" else "ko"):
        assert delivery.deliver_pending(now=clock.now()) == 1
    assert spoken == [language]


def test_a_system_without_a_grant_hears_nothing(heard):
    died()
    assert list(Delivery.objects.values_list("recipient", flat=True)) == ["civil"]


def test_an_addressed_event_goes_to_its_addressee_alone(heard):
    with transaction.atomic():
        announce(
            ApplicationProgressed(owner="population", application="A1", progress=Progress.RECEIVED, at=clock.now()),
            system="population",
            now=clock.now(),
        )
    assert list(Delivery.objects.values_list("recipient", flat=True)) == ["civil"]


def test_a_system_may_announce_only_what_is_its_own(heard):
    with pytest.raises(TypeError), transaction.atomic():
        announce(PersonDied(person="p1", died_on=clock.now().date()), system="civil", now=clock.now())


def test_a_failing_listener_is_tried_again_later_and_leaves_nothing_half_done(heard):
    calls, broken = heard
    broken.append(True)
    died()
    now = clock.now()
    assert delivery.deliver_pending(now=now) == 0
    waiting = Delivery.objects.get()
    assert (waiting.attempts, waiting.delivered_at) == (1, None)
    assert "Broken" in waiting.last_error
    assert not Heard.objects.exists()
    broken.clear()
    assert delivery.deliver_pending(now=now) == 0
    assert delivery.deliver_pending(now=now + timedelta(seconds=3)) == 1
    assert calls == ["p1"]


def test_one_bad_event_does_not_hold_up_the_others(heard):
    calls, _broken = heard
    bad = died("bad")
    died("good")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE exchange_outboxevent SET happening = 'no message' WHERE id = %s", [bad])
    assert delivery.deliver_pending(now=clock.now()) == 1
    assert calls == ["good"]


def test_after_many_tries_an_event_is_dead_until_an_operator_replays_it(heard):
    calls, broken = heard
    broken.append(True)
    died()
    now = clock.now()
    for _ in range(delivery.TRIES):
        delivery.deliver_pending(now=now)
        now += delivery.LONGEST_PAUSE
    dead = Delivery.objects.get()
    assert dead.dead_at is not None
    broken.clear()
    assert delivery.deliver_pending(now=now) == 0
    assert delivery.replay(deliveries=[dead.pk], now=now) == 1
    assert delivery.deliver_pending(now=now) == 1
    assert calls == ["p1"]


def test_more_events_than_two_batches_arrive_in_order(heard):
    calls, _broken = heard
    many = 2 * delivery.BATCH + 1
    with transaction.atomic():
        for number in range(many):
            announce(PersonDied(person=f"p{number}", died_on=clock.now().date()), now=clock.now())
    assert delivery.deliver_pending(now=clock.now()) == many
    assert calls == [f"p{number}" for number in range(many)]
