"""The exchange's journey: a question with its law, a refusal, a signed road, the log's seal, and evidence for a third party."""

import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings

from madang.contracts.envelope import BasisKind, law, own_request
from madang.contracts.looks_v1 import ListLooks, Looks
from madang.contracts.population_v1 import GetPerson
from madang.exchange import Asking, ask, ask_member, asked_log, evidence, grants, heads, keys, members
from madang.exchange.refusals import NotGranted
from madang.exchange.server import application
from madang.framework.identity.actor import Actor, ActorKind, system_actor
from madang.framework.identity.models import Account
from madang.framework.law import pack
from madang.framework.values import Party, clock

HOST = "127.0.0.1"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: the tour tells its own steps."""


@contextmanager
def own_road(system: str) -> Iterator[str]:
    """This member's exchange served over mutual TLS, with a road to `system` that really crosses the network interface."""
    own = keys.own()
    folder = keys.folder()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(folder / "member.pem", folder / "member.key")
    context.load_verify_locations(folder / "authority.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    server = make_server(HOST, 0, application, server_class=_Server, handler_class=_Quiet)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"https://{HOST}:{server.server_port}"
    roads = settings.ROADS
    settings.ROADS = {**roads, system: {"member": own.shown.member, "address": address}}
    try:
        yield address
    finally:
        settings.ROADS = roads
        server.shutdown()
        server.server_close()


def _lawful(question: str, asker: str) -> grants.Grant:
    return next(
        grant
        for grant in grants.table_of(pack().folder).grants
        if (grant.asker, grant.query, grant.basis.kind) == (asker, question, BasisKind.LAW)
    )


def _resident() -> Account:
    account = Account.objects.exclude(person=None).exclude(person="").order_by("pk").first()
    if account is None:
        raise LookupError("The demo has no resident to ask about: run ./madang up once.")
    return account


def tour(*, out: Path) -> Iterator[str]:
    """One line a step. Raises where a step does not hold."""
    resident = _resident()
    person = str(resident.person)
    grant = _lawful("population_v1.GetPerson", "civil")
    asking = Asking(
        system="civil",
        actor=system_actor("tour"),
        purpose="Serving an applicant at a counter",
        basis=law(grant.basis.cite),
        subject=Party.person(person),
    )
    found = ask(GetPerson(person=person), asking)
    if not found.name or found.resident_number:
        raise AssertionError("the grant's fields did not come back as the law says")
    yield f"civil asks population who a person is, by {grant.basis.cite}: {len(grant.fields)} granted fields come back"
    yield _refusal(person)
    yield _looks(resident)
    with own_road("population") as address:
        ask(GetPerson(person=person), Asking(**{**vars(asking), "keep": True}))
    asked_log.drain()
    yield f"the same question over {address}: mutual TLS, both messages signed, logged on both sides"
    heads.make_head(now=clock.now())
    heads.sign_heads(now=clock.now())
    faults = heads.verify_log()
    if faults:
        raise AssertionError("; ".join(faults))
    yield "every chain of the access log verifies, a signed Merkle head covers it"
    folder = evidence.export(envelope_id=evidence.latest_kept(), to=out / "evidence")
    verified = _with_openssl(folder)
    yield f"evidence in {folder.name}/: {verified} signatures and the way to the head verified by openssl alone"


def _refusal(person: str) -> str:
    try:
        ask(
            GetPerson(person=person),
            Asking(
                system="businesses",
                actor=system_actor("tour"),
                purpose="Curiosity",
                basis=law("no article"),
                subject=Party.person(person),
            ),
        )
    except NotGranted as refusal:
        return f"a question that no law grants is refused: {refusal.code}"
    raise AssertionError("a question without a grant was answered")


def _looks(resident: Account) -> str:
    actor = Actor(kind=ActorKind.RESIDENT, account_id=resident.pk, name=resident.name, person=resident.person)
    party = Party.person(str(resident.person))
    asking = Asking(
        system="portal", actor=actor, purpose="Showing you your own page", basis=own_request(), subject=party
    )
    looks: Looks = ask_member(ListLooks(party=party), asking, system=next(filter(members.runs_here, members.systems())))
    if not any(look.purpose == "Serving an applicant at a counter" for look in looks.looks):
        raise AssertionError("the subject does not see the look")
    return f"the resident sees who looked, why and by which law: {looks.total} looks"


def _with_openssl(folder: Path) -> int:
    commands = [line.strip() for line in (folder / "README.md").read_text().splitlines() if line.startswith("    ")]
    script = "set -e\n" + "\n".join(commands)
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode or "the head covers this entry" not in done.stdout:
        raise AssertionError(done.stderr or done.stdout)
    return done.stdout.count("Verified OK")
