"""What "my page" with 50 cases and the worklist with 50 rows cost the server, beside a bare Django page of the same rows.

The peer is Django alone: its default middleware, a session and its account, one query for the same 50 cases, one plain
template that writes the same cells into one HTML page without a layout. Both run in this process through Django's WSGI
handler and take turns, so that the noise of the machine falls on both. CPU time and wall time of the process are told;
PostgreSQL's own work is not in the CPU figure. The limit is the handler answering with a constant.

p95 is what a client sees at 50 requests a second on a granian with two workers, started for it on 127.0.0.1.
"""

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any

ROWS = 50
TURNS = 60
GOAL = 2.0
RATE = 50
SECONDS = 10
LOGIN = "bench.pages"
PERSON = "be" * 16
Call = Callable[[], Any]


def figures() -> list[dict[str, Any]]:
    """The table of `./madang bench pages`."""
    from django.conf import settings

    prepare = _prepare()
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "127.0.0.1"]
    rows = []
    for name, path, login, template in (
        ("my page, 50 cases", "/me/", LOGIN, "case_list"),
        ("worklist, 50 rows", "/desk/", f"{LOGIN}.desk", "worklist"),
    ):
        cookie = prepare[login]
        ours = _caller(_house(), path, cookie)
        peer = _caller(_bare(template), path, cookie)
        limit = _caller(_constant(), path, cookie)
        rows += _compared(name, ours, peer, limit)
        rows.append(_told(name, path, cookie))
    return rows


def _prepare() -> dict[str, str]:
    """A resident with 50 cases and the official who decides them; returns their session cookies."""
    from datetime import date
    from importlib import import_module

    from django.conf import settings

    from madang.framework.cases import procedures
    from madang.framework.cases.models import Case
    from madang.framework.cases.usecases.open_case import open_case
    from madang.framework.identity.actor import system_actor
    from madang.framework.identity.middleware import SESSION
    from madang.framework.identity.models import Account, DutyAssignment, Office
    from madang.framework.identity.usecases.open_session import Visitor, open_session
    from madang.framework.values import Party, clock

    now, actor = clock.now(), system_actor("bench.pages")
    kinds = [kind for kind in procedures.known() if not kind.checks]
    office, _made = Office.objects.get_or_create(
        code="bench", defaults={"name": "측정 관청", "name_en": "Bench Office"}
    )
    party = Party.person(PERSON)
    for place in range(ROWS - Case.objects.filter(applicant_key=PERSON).count()):
        open_case(
            procedure=kinds[place % len(kinds)].code, applicant=party, subject=party, office=office.code, data={},
            actor=actor, now=now,
        )  # fmt: skip
    cookies = {}
    for login, person in ((LOGIN, PERSON), (f"{LOGIN}.desk", None)):
        account, _made = Account.objects.get_or_create(
            login=login, defaults={"name": "측정", "person": person, "created_at": now}
        )
        if person is None:
            for duty in {kind.decided_by for kind in kinds}:
                DutyAssignment.objects.get_or_create(
                    account=account, office=office, duty=duty, defaults={"assigned_from": date(2020, 1, 1)}
                )
        signed_in = open_session(
            account=account, visitor=Visitor("127.0.0.1", "bench"), method="password", assurance=1, now=now
        )
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store[SESSION] = signed_in.session.pk
        store["account"] = account.pk
        store.create()
        cookies[login] = f"{settings.SESSION_COOKIE_NAME}={store.session_key}"
    return cookies


def _house() -> Any:
    from django.core.handlers.wsgi import WSGIHandler

    return WSGIHandler()


def _bare(template: str) -> Any:
    """Django with its project template's middleware, one view, one plain template."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, HttpResponse
    from django.template import Context, Engine
    from django.test import override_settings
    from django.urls import ResolverMatch

    from madang.framework.cases.models import Case
    from madang.framework.identity.models import Account

    folder = Path(__file__).with_name("pages_templates")
    page = Engine(dirs=[str(folder)]).get_template(f"{template}.html")
    steps = ("received", "review", "decision", "closed")

    def view(request: HttpRequest) -> HttpResponse:
        account = Account.objects.get(pk=request.session["account"])
        if template == "case_list":
            cases = Case.objects.filter(applicant_kind="person", applicant_key=account.person).order_by("-filed_at")
        else:
            cases = Case.objects.filter(office_code="bench", state="filed").order_by("due_on")
        return HttpResponse(page.render(Context({"account": account, "cases": cases[:ROWS], "steps": steps})))

    class Bare(WSGIHandler):
        def resolve_request(self, request: HttpRequest) -> ResolverMatch:
            match = ResolverMatch(view, (), {})
            request.resolver_match = match
            return match

    middleware = [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
    with override_settings(MIDDLEWARE=middleware):
        return Bare()


def _constant() -> Any:
    """The handler with nothing behind it."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, HttpResponse
    from django.test import override_settings
    from django.urls import ResolverMatch

    class Constant(WSGIHandler):
        def resolve_request(self, request: HttpRequest) -> ResolverMatch:
            match = ResolverMatch(lambda _request: HttpResponse("ok"), (), {})
            request.resolver_match = match
            return match

    with override_settings(MIDDLEWARE=[]):
        return Constant()


def _caller(handler: Any, path: str, cookie: str) -> Call:
    def call() -> int:
        told: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80", "HTTP_HOST": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr, "REMOTE_ADDR": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_ACCEPT_LANGUAGE": "ko", "HTTP_ACCEPT": "text/html", "HTTP_COOKIE": cookie,
        }  # fmt: skip
        response = handler(environ, lambda status, _headers, _info=None: told.append(status))
        size = sum(len(part) for part in response)
        response.close()
        if not told[0].startswith("200"):
            raise RuntimeError(f"{path} answered {told[0]}")
        return size

    return call


def _timed(call: Call) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _compared(name: str, ours: Call, peer: Call, limit: Call) -> list[dict[str, Any]]:
    """Medians of alternating calls: wall and CPU milliseconds."""
    times: dict[str, list[tuple[float, float]]] = {"ours": [], "peer": [], "limit": []}
    for turn in range(TURNS + 10):
        for key, call in (("ours", ours), ("peer", peer), ("limit", limit)):
            taken = _timed(call)
            if turn >= 10:
                times[key].append(taken)
    rows = []
    for place, unit in enumerate(("ms wall", "ms CPU")):
        middle = {key: statistics.median(taken[place] for taken in all_taken) for key, all_taken in times.items()}
        ratio = middle["ours"] / middle["peer"]
        rows.append(
            {
                "figure": f"{name}, {unit}", "ours": round(middle["ours"], 2), "peer": round(middle["peer"], 2),
                "limit": round(middle["limit"], 2), "ratio": round(ratio, 2), "goal": f"at most {GOAL} times the peer",
                "met": ratio <= GOAL,
            }
        )  # fmt: skip
    return rows


@contextmanager
def _served() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "4", "--log-level", "error", "madang.site.wsgi:application",
    ]  # fmt: skip
    from django.conf import settings

    database = settings.DATABASES["default"]
    login = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
    url = f"postgresql://{login}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    server = subprocess.Popen(command, env=environment)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("granian did not start within 60 s.")


def _told(name: str, path: str, cookie: str) -> dict[str, Any]:
    """What clients wait at RATE requests a second, begun on time whether the earlier ones are back or not."""
    waits: list[float] = []
    lock = threading.Lock()
    with _served() as port:
        headers = {"Cookie": cookie, "Accept": "text/html", "Accept-Language": "ko"}

        def client(places: range, begun: float) -> None:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            for place in places:
                due = begun + place / RATE
                if time.perf_counter() > begun + 2 * SECONDS:
                    return
                time.sleep(max(due - time.perf_counter(), 0))
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                response.read()
                if response.status != 200:
                    raise RuntimeError(f"{path} answered {response.status}")
                with lock:
                    waits.append((time.perf_counter() - due) * 1000)

        for warm in (range(8), range(8)):
            client(warm, time.perf_counter())
        waits.clear()
        begun = time.perf_counter() + 0.2
        clients = 10
        threads = [
            threading.Thread(target=client, args=(range(first, RATE * SECONDS, clients), begun))
            for first in range(clients)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    waits.sort()
    p95, middle = waits[int(len(waits) * 0.95) - 1], statistics.median(waits)
    told = f"p95 ms at {RATE} requests/s (median {middle:.0f}, {len(waits)} answered)"
    return {
        "figure": f"{name}, {told}", "ours": round(p95, 1), "peer": None, "limit": None, "ratio": None,
        "goal": "told", "met": len(waits) == RATE * SECONDS,
    }  # fmt: skip
