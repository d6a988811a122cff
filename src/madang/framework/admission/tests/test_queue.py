"""The queue before a real view: who goes in, who waits, who stays; and what a poll costs."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, path

from madang.framework.admission import declared
from madang.framework.admission.at_the_door import admitted
from madang.framework.admission.declared import declare_door
from madang.framework.admission.domain import Mode
from madang.framework.admission.models import Door, Ticket
from madang.framework.admission.standing import forget_standings, standing
from madang.framework.admission.usecases.forget_tickets import forget_tickets
from madang.framework.admission.usecases.set_door import Limits, OpeningPassed, set_door
from madang.framework.audit.models import Entry
from madang.framework.identity.access import ANYONE, RESIDENTS, open_to
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.may import Forbidden
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.ops.metrics import exposition
from madang.framework.values import clock

pytestmark = pytest.mark.django_db

DOOR, BEHIND, WAIT = "test.door", "/behind/?tab=2", "/queue/test.door/"
OPERATOR = Actor(
    kind=ActorKind.OFFICIAL, name="Op", duties=(Duty(office_code="1", office_name="1", code="admission.operator"),)
)


class Time:
    """The clock of the test."""

    def __init__(self) -> None:
        self.now = datetime(2027, 5, 1, 9, tzinfo=UTC)

    def goes(self, **span: float) -> None:
        """Later; every process reads anew."""
        self.now += timedelta(**span)
        forget_standings()


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Iterator[Time]:
    """A clock that stands until it is told to go."""
    it = Time()
    monkeypatch.setattr(clock, "now", lambda: it.now)
    forget_standings()
    yield it
    forget_standings()


@pytest.fixture(autouse=True)
def _door(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A door with a page behind it, open to anyone, and one for residents."""
    monkeypatch.setattr(declared, "_doors", {})
    declare_door(DOOR, title="The busy page", start="identity:sign_in", prepare=("Your card",))

    @open_to(ANYONE)
    @admitted(DOOR)
    def behind(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"inside {request.method}")

    @open_to(RESIDENTS)
    @admitted(DOOR)
    def residents(request: HttpRequest) -> HttpResponse:
        return HttpResponse("inside")

    table = ModuleType("admission_urls")
    doors = [path("behind/", behind), path("residents/", residents), path("api/behind", behind)]
    table.urlpatterns = [*doors, *get_resolver().url_patterns]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, table.__name__, table)
    settings.ROOT_URLCONF = table.__name__


def queue(time: Time, *, mode: Mode = Mode.QUEUE, per_minute: int = 60, **more: Any) -> Door:
    door = set_door(code=DOOR, limits=Limits(mode=mode, per_minute=per_minute, **more), actor=OPERATOR, now=time.now)
    forget_standings()
    return door


def browser() -> Client:
    return Client(headers={"accept-language": "en"})


def is_in(client: Client) -> bool:
    response = client.get(BEHIND)
    assert response.status_code in (200, 303)
    assert response.status_code == 200 or response["Location"].startswith(WAIT)
    return response.status_code == 200


def waiting(count: int) -> list[Client]:
    """So many come, one after the other, and are told to wait."""
    clients = [browser() for _each in range(count)]
    assert [is_in(client) for client in clients] == [False] * count
    return clients


def test_a_free_door_lets_everybody_in_and_keeps_nothing(time: Time) -> None:
    assert is_in(browser())
    assert Ticket.objects.count() == 0


def test_the_order_of_going_in_is_that_of_coming_and_asking_often_gains_nothing(time: Time) -> None:
    queue(time, per_minute=60)
    clients = waiting(4)
    for _reload in range(5):
        assert not is_in(clients[3])
    assert Ticket.objects.count() == 4
    seen = []
    for _second in range(4):
        time.goes(seconds=1)
        seen.append([is_in(client) for client in reversed(clients)][::-1])
    assert seen == [[number <= second for number in range(4)] for second in range(4)]


def test_one_person_has_one_place_in_whatever_browser(time: Time) -> None:
    queue(time, per_minute=60)
    waiting(1)
    account = new_account("two.browsers", person="c" * 32)
    first, second = signed_in(account, now=time.now), signed_in(account, now=time.now)
    for client in (first, second):
        assert client.get("/residents/").status_code == 303
    assert Ticket.objects.get(holder=f"account:{account.pk}").place == 2
    time.goes(seconds=2)
    assert [client.get("/residents/").status_code for client in (second, first)] == [200, 200]
    assert browser().get("/residents/")["Location"].startswith("/sign-in/")


def test_a_ticket_is_neither_forged_nor_lent(time: Time) -> None:
    queue(time, per_minute=60)
    ahead = waiting(2)
    time.goes(seconds=1)
    name = next(iter(ahead[0].cookies))
    cookie = ahead[0].cookies[name].value
    for forged in (cookie[:-6] + "AAAA==", cookie[::-1], "x", "é", "A" * 700):
        client = browser()
        client.cookies[name] = forged
        assert not is_in(client)
    # Whoever is signed in has a place of their own, and no use of a cookie that is not theirs.
    lent = signed_in(new_account("borrower", person="d" * 32), now=time.now)
    lent.cookies[name] = cookie
    assert lent.get("/residents/").status_code == 303
    assert is_in(ahead[0])


def test_who_is_in_finishes_whatever_is_set_and_a_form_is_never_thrown_away(time: Time) -> None:
    queue(time, per_minute=600, stay_minutes=30)
    inside, next_one = waiting(2)
    time.goes(seconds=0.1)
    assert is_in(inside)
    queue(time, mode=Mode.CLOSED, per_minute=0, stay_minutes=30)
    for _request in range(4):
        time.goes(minutes=29)
        assert is_in(inside)
    assert not is_in(next_one)
    assert not is_in(browser())
    assert "Nobody new is let in now" in next_one.get(WAIT).content.decode()
    # The stay has run out over lunch; what was typed is taken all the same, and the work goes on.
    time.goes(minutes=90)
    assert inside.post("/behind/").content == b"inside POST"
    assert is_in(inside)
    assert next_one.post("/behind/").status_code == 303
    time.goes(hours=13)
    assert inside.post("/behind/").status_code == 303


def test_a_stay_that_ran_out_needs_a_new_ticket_behind_the_others(time: Time) -> None:
    queue(time, per_minute=12, stay_minutes=10)
    first, second, _third = waiting(3)
    time.goes(seconds=5)
    assert is_in(first)
    time.goes(minutes=11)
    assert not is_in(first)
    assert is_in(second)
    assert sorted(Ticket.objects.filter(entered_at=None).values_list("place", flat=True)) == [3, 4]


def test_who_was_in_before_the_queue_began_is_in(time: Time) -> None:
    worker = browser()
    assert is_in(worker)
    time.goes(minutes=2)
    queue(time, per_minute=1)
    assert is_in(worker)
    assert not is_in(browser())
    assert Ticket.objects.filter(place=None, seen_at=time.now).count() == 1


def test_a_lot_puts_those_who_came_early_in_an_order_that_anyone_can_redo(time: Time) -> None:
    opens_at = time.now + timedelta(minutes=10)
    door = queue(time, per_minute=60, opens_at=opens_at)
    digest = sha256(bytes(door.seed or b"")).hexdigest()
    early = waiting(12)
    page = early[0].get(WAIT).content.decode()
    assert digest in page
    assert bytes(door.seed or b"").hex() not in page
    assert browser().get(f"{WAIT}lots.csv").status_code == 404
    time.goes(minutes=11)
    late = browser()
    assert not is_in(late)
    assert early[0].get(f"{WAIT}place/").status_code == 200
    lines = b"".join(browser().get(f"{WAIT}lots.csv").streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    seed = bytes.fromhex(lines[0].removeprefix("seed,"))
    tickets = [line.split(",")[1] for line in lines[2:]]
    assert sha256(seed).hexdigest() == digest
    assert tickets == sorted(tickets, key=lambda one: sha256(seed + bytes.fromhex(one.replace("-", ""))).digest())
    assert len(tickets) == 12
    assert Ticket.objects.get(place=13).drawn_at == time.now
    with pytest.raises(OpeningPassed):
        queue(time, opens_at=time.now + timedelta(hours=1))
    order = []
    for _second in range(13):
        time.goes(seconds=1)
        order += [number for number, client in enumerate([*early, late]) if number not in order and is_in(client)]
    places = {str(ticket.pk): ticket.place for ticket in Ticket.objects.all()}
    assert order[-1] == 12
    assert sorted(order) == list(range(13))
    assert [places[one] for one in tickets] == list(range(1, 13))


def test_a_poll_asks_the_database_nothing_and_tells_the_place(time: Time) -> None:
    queue(time, per_minute=60)
    client = waiting(3)[2]
    standing(door=DOOR, now=time.now)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        part = client.get(f"{WAIT}place/?next=/behind/&told=unknown")
    assert len(asked) == 0
    text = part.content.decode()
    assert "2 people are before you" in text
    assert "not known yet" in text
    assert 'hx-trigger="every 5s"' in text
    assert "hx-swap-oob" not in text
    assert "18:00:00" in text
    time.goes(seconds=5)
    assert client.get(f"{WAIT}place/?next=/behind/")["HX-Redirect"] == "/behind/"
    assert client.get(f"{WAIT}?next=/behind/").status_code == 303
    assert client.get(f"{WAIT}?next=//elsewhere.example/")["Location"] == "/sign-in/"


def test_the_wait_is_measured_and_read_out_when_it_changes(time: Time) -> None:
    queue(time, per_minute=60)
    last = waiting(99)[-1]
    for _each in range(8):
        time.goes(seconds=5)
        standing(door=DOOR, now=time.now)
    text = last.get(f"{WAIT}place/?told=unknown").content.decode()
    assert "58 people are before you" in text
    assert "about 1 minute, at 18:01 or so" in text
    assert '<p id="said" hx-swap-oob="innerHTML">About 1 minute until your turn.</p>' in text
    assert "hx-swap-oob" not in last.get(f"{WAIT}place/?told=1").content.decode()
    queue(time, per_minute=6)
    assert "not known yet" in last.get(f"{WAIT}place/").content.decode()
    queue(time, per_minute=0)
    assert "Nobody is being called at the moment" in last.get(f"{WAIT}place/").content.decode()


def test_no_more_are_called_than_may_be_inside(time: Time) -> None:
    queue(time, per_minute=600, most_inside=2, stay_minutes=10)
    clients = waiting(5)
    time.goes(seconds=5)
    assert [is_in(client) for client in clients] == [True, True, False, False, False]
    time.goes(minutes=9)
    assert [is_in(client) for client in clients] == [True, True, False, False, False]
    time.goes(minutes=9)
    assert is_in(clients[0])
    time.goes(minutes=2)
    forget_standings()
    assert [is_in(client) for client in clients[1:]] == [False, True, False, False]


def test_a_program_is_told_when_to_come_again_and_a_part_of_a_page_leads_on(time: Time) -> None:
    queue(time, per_minute=1)
    told = browser().get("/api/behind")
    assert (told.status_code, told["Retry-After"], told.json()["code"]) == (503, "5", "admission.not_your_turn")
    part = browser().get(BEHIND, headers={"hx-request": "true"})
    assert part.status_code == 204
    assert part["HX-Redirect"] == f"{WAIT}?next=%2Fbehind%2F%3Ftab%3D2"


def test_the_waiting_page_is_light_and_speaks_two_languages(time: Time, settings: Any) -> None:
    queue(time, per_minute=60)
    client = waiting(2)[1]
    english, korean = client.get(WAIT), client.get(f"{WAIT}?lang=ko")
    assert "Your card" in english.content.decode()
    assert '<meta http-equiv="refresh" content="5">' in english.content.decode()
    assert "내 앞에 1명이 있습니다" in korean.content.decode()
    assert client.get(WAIT)["Content-Language"] == "ko"
    assert len(korean.content) < 8000
    nothing = browser().get(WAIT).content.decode()
    assert "You have no place in this queue yet" in nothing
    assert browser().get("/queue/no.such/").status_code == 404


def test_an_operator_sets_the_door_on_a_page_and_it_is_recorded(time: Time) -> None:
    account = new_account("queue.operator")
    give_duty(account, "admission.operator")
    client = signed_in(account, now=time.now)
    values = {"mode": "queue", "per_minute": "120", "most_inside": "0", "stay_minutes": "30", "polls_per_second": "500"}
    bad = client.post(f"{WAIT}limits/", values | {"per_minute": "-1", "mode": "open"})
    assert bad.status_code == 422
    assert not Door.objects.exists()
    assert client.post(f"{WAIT}limits/", values | {"opens_at": "2027-05-01T19:00"}).status_code == 303
    assert Door.objects.get().opens_at == datetime(2027, 5, 1, 10, tzinfo=UTC)
    assert Entry.objects.filter(action="admission.set_door").count() == 1
    waiting(3)
    page = client.get("/queue/").content.decode()
    assert "The busy page" in page
    assert "Queue: so many are let in each minute" in page
    assert client.get(f"{WAIT}limits/").status_code == 200
    assert 'madang_admission_waiting{door="test.door"} 3.0' in exposition().decode()
    with pytest.raises(Forbidden):
        set_door(
            code=DOOR, limits=Limits(mode=Mode.FREE, per_minute=1), actor=Actor(kind=ActorKind.RESIDENT), now=time.now
        )


def test_tickets_are_forgotten_after_their_time(time: Time) -> None:
    queue(time)
    waiting(2)
    day = timedelta(days=1)
    assert forget_tickets(drawn_before=time.now, paced_before=time.now) == 0
    assert forget_tickets(drawn_before=time.now + day, paced_before=time.now + day) >= 2
    assert Ticket.objects.count() == 0
