"""A child of tax_opening.py, in the scratch database. Prints one line of JSON.

python _tax_opening_work.py prepare FOLDER WAITING PER_MINUTE POLLS | slower PER_MINUTE POLLS | paces FOLDER | one COUNT
"""

import json
import os
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.bench")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse

from madang.framework.admission.domain import Mode
from madang.framework.admission.models import Door, Pace, Ticket
from madang.framework.admission.ticket import Held, cookie_name, hand_out
from madang.framework.admission.usecases.call_turns import call_turns
from madang.framework.admission.usecases.draw_ticket import draw_ticket
from madang.framework.admission.usecases.set_door import Limits, set_door
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.values import clock

DOOR = "tax.filing"
DRAWN, CLIENTS = 2000, 4
OPERATOR = Actor(kind=ActorKind.OFFICIAL, name="bench", duties=(Duty("A", "A", "admission.operator"),))


def _draw(count: int, first: int) -> None:
    for one in range(count):
        draw_ticket(door=DOOR, round_=1, holder=f"account:{first + one}", now=clock.now())
    connection.close()


def _cookie(ticket: Ticket) -> str:
    response = HttpResponse()
    held = Held(holder=ticket.holder, round=ticket.round, ticket=str(ticket.pk), place=ticket.place or 0)
    hand_out(response, door=DOOR, held=held)
    return response.cookies[cookie_name(door=DOOR)].value


def prepare(folder: str, waiting: str, per_minute: str, polls: str) -> dict[str, Any]:
    """A queue with so many who came before its opening, the lot drawn; FOLDER/cookies has a line of place and cookie each."""
    call_command("migrate", verbosity=0)
    opens_at = clock.now() + timedelta(hours=1)
    limits = {"mode": Mode.QUEUE, "per_minute": int(per_minute), "polls_per_second": int(polls)}
    set_door(code=DOOR, limits=Limits(opens_at=opens_at, **limits), actor=OPERATOR, now=clock.now())
    began = time.perf_counter()
    threads = [threading.Thread(target=_draw, args=(DRAWN // CLIENTS, one * DRAWN)) for one in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drawing = time.perf_counter() - began
    rest = [
        Ticket(id=uuid4(), door=DOOR, round=1, holder=f"account:{CLIENTS * DRAWN + one}", drawn_at=clock.now())
        for one in range(int(waiting) - DRAWN)
    ]
    Ticket.objects.bulk_create(rest, batch_size=5000)
    Door.objects.update(last_place=int(waiting), opens_at=clock.now())
    began = time.perf_counter()
    call_turns(door=DOOR, now=clock.now())
    lots = time.perf_counter() - began
    with Path(folder, "cookies").open("w") as out, Path(folder, "places").open("w") as places:
        for ticket in Ticket.objects.order_by("place").iterator():
            out.write(f"{ticket.place} {_cookie(ticket)}\n")
            places.write(f"{ticket.place} {ticket.pk}\n")
    Pace.objects.all().delete()
    Door.objects.update(called=0, advanced_at=clock.now(), changed_at=clock.now())
    return {"drawn_a_second": DRAWN / drawing, "lots_seconds": lots, "cookie": cookie_name(door=DOOR)}


def slower(per_minute: str, polls: str) -> dict[str, Any]:
    """The operator changes the rate."""
    limits = Limits(mode=Mode.QUEUE, per_minute=int(per_minute), polls_per_second=int(polls))
    set_door(code=DOOR, limits=limits, actor=OPERATOR, now=clock.now())
    return {"at": time.time()}


def paces(folder: str) -> dict[str, Any]:
    """How far was called when, and how many no longer have the place that their cookie says."""
    rows = Pace.objects.order_by("at").values_list("at", "called")
    handed = (line.split() for line in Path(folder, "places").read_text().splitlines())
    kept = {str(pk): place for pk, place in Ticket.objects.values_list("pk", "place").iterator()}
    lost = sum(kept.get(ticket) != int(place) for place, ticket in handed)
    return {"paces": [(at.timestamp(), called) for at, called in rows], "lost": lost}


def one(folder: str, count: str) -> dict[str, Any]:
    """What a poll costs the application by itself: CPU milliseconds of one WSGI call, without server and sockets."""
    from io import BytesIO

    from django.core.handlers.wsgi import WSGIHandler

    handler, name = WSGIHandler(), cookie_name(door=DOOR)
    cookies = [line.split()[1] for line in Path(folder, "cookies").read_text().splitlines()[-500:]]

    def call(cookie: str) -> int:
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": f"/queue/{DOOR}/place/", "QUERY_STRING": "next=%2F&told=unknown",
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "HTTP_HOST": "127.0.0.1", "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr, "REMOTE_ADDR": "127.0.0.1",
            "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_ACCEPT_LANGUAGE": "ko", "HTTP_COOKIE": f"{name}={cookie}",
        }  # fmt: skip
        told: list[str] = []
        response = handler(environ, lambda status, _headers, _info=None: told.append(status))
        size = sum(len(part) for part in response)
        response.close()
        if not told[0].startswith("200"):
            raise RuntimeError(f"A poll was answered {told[0]}.")
        return size

    for cookie in cookies:
        call(cookie)
    if os.environ.get("MADANG_BENCH_PROFILE"):
        import cProfile

        profile = cProfile.Profile()
        profile.enable()
        for cookie in cookies:
            call(cookie)
        profile.disable()
        profile.dump_stats(os.environ["MADANG_BENCH_PROFILE"])
    began, size = time.process_time(), 0
    for turn in range(int(count)):
        size = call(cookies[turn % len(cookies)])
    return {"ms": (time.process_time() - began) * 1000 / int(count), "bytes": size}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))  # noqa: T201
