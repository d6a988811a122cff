"""Web, worker, database and launcher killed with -9 while certificates are issued, matters filed and fees paid.

Afterwards: whatever was acknowledged is there, no document without its record and its file, no application done twice, no
charge paid twice, the books agree with the bank, no announced event lost, and every chain verifies.
"""

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from madang.framework.ops.cluster import Cluster
from madang.framework.ops.database import embedded

ROOT = Path(__file__).parents[2]
RESIDENTS = ("hana", "minsu", "soonja")
SERVICES = (
    ("population.abstract", {}),
    ("civil.training_card", {"goal": "A course"}),
    ("population.register_copy", {}),
    ("civil.animal_registration", {"animal_name": "Bori", "chip": "410160012345678"}),
)
# The systems that the services need, with those that their people and their money come from.
SYSTEMS = "population,businesses,civil,portal,treasury,signatures,digital_identity"
START_SECONDS = 240
SETTLE_SECONDS = 420

# What the books say, asked in a process of its own on the same database.
BOOKS = """
import json, django
from datetime import timedelta
django.setup()
from django.db import connection
from madang.exchange import heads
from madang.exchange.models import Delivery
from madang.framework.audit import verify
from madang.framework.audit.models import Entry
from madang.framework.cases.models import Case
from madang.framework.documents import keeping
from madang.framework.documents.models import Document
from madang.framework.jobs.stalled import retry_stalled
from madang.framework.money import books
from madang.framework.money.domain import journal
from madang.framework.money.models import Charge, Payment, Receipt, Refund, SandboxTransfer
from madang.framework.money.usecases import reconcile
from madang.framework.values import clock
from madang.systems.civil.models import Application
import hashlib
def under_way():
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text, attempts, scheduled_at::text FROM procrastinate_jobs "
                       "WHERE status::text IN ('todo', 'doing', 'failed')")
        return cursor.fetchall()
retry_stalled()
reconcile(now=clock.now() + timedelta(minutes=10), limit=10_000)
came = Payment.objects.filter(state__in=("settled", "surplus"))
confirmed = SandboxTransfer.objects.filter(state="settled")
sent_back = sum(sum(one.refunded.values()) for one in confirmed)
late = Delivery.objects.filter(delivered_at=None)
of_the_demo = Application.objects.filter(key__contains="demo/").values("charge")
columns = ("number", "key", "state", "documents", "kind", "charge")
applications = list(Application.objects.exclude(key__contains="demo/").values(*columns))
documents = {row.number: row for row in Document.objects.all()}
files = [n for n, row in documents.items() if hashlib.sha256(keeping.read(sha256=row.sha256)).hexdigest() != row.sha256]
recorded = set(Entry.objects.filter(action="documents.issue").values_list("target", flat=True))
print(json.dumps({
    "applications": applications,
    "documents": list(documents),
    "keys": [row.idempotency_key for row in documents.values() if row.idempotency_key],
    "damaged": files,
    "unrecorded": [n for n in documents if not any(n in target for target in recorded)],
    "cases": list(Case.objects.values_list("application", flat=True)),
    "undelivered": late.count(),
    "dead": Delivery.objects.exclude(dead_at=None).count(),
    "late": [str(row) for row in late.values("recipient", "attempts", "last_error", "next_at")],
    "jobs": under_way(),
    "charges": dict(Charge.objects.exclude(number__in=of_the_demo).values_list("number", "state")),
    "references": list(Charge.objects.values_list("reference", flat=True)),
    "settled": list(Payment.objects.filter(state="settled").values_list("charge__number", flat=True)),
    "receipts": list(Receipt.objects.values_list("payment__charge__number", flat=True)),
    "unknown_to_us": sorted(set(confirmed.values_list("token", flat=True)) ^ set(came.values_list("token", flat=True))),
    "refunds_under_way": Refund.objects.exclude(state="sent").count(),
    "bank": books.balance(account=journal.BANK, currency="KRW").minor - sum(came.values_list("minor", flat=True)) + sent_back,
    "unbalanced": sum(books.trial_balance().values()),
    "audit": verify().holds,
    "log": [str(fault) for fault in heads.verify_log()],
}))
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Republic:
    """`./madang up` with its embedded database, in a folder of its own."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: text for name, text in os.environ.items() if not name.startswith(("MADANG_", "DJANGO_", "DATABASE_"))
        }
        own = {"MADANG_VAR": str(self.folder / "var"), "MADANG_SYSTEMS": SYSTEMS, "PYTHONPATH": str(ROOT / "src")}
        return kept | own

    def start(self) -> None:
        """Starts it and waits until it serves."""
        command = [sys.executable, "-m", "madang.site.cli", "up", "--country", "kr", "--population", "100"]
        log = (self.folder / "up.log").open("ab")
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self.wait_until_served(START_SECONDS)

    def wait_until_served(self, seconds: float) -> None:
        """Until a page that needs the database answers."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                pytest.fail(f"Madang ended:\n{self.words()}")
            try:
                with urllib.request.urlopen(f"{self.url}/api/civil/services", timeout=10):
                    return
            except OSError:
                time.sleep(0.5)
        pytest.fail(f"Madang did not answer within {seconds} s:\n{self.words()}")

    def words(self) -> str:
        """The last words of launcher and worker, and what the worker's threads do."""
        if (self.folder / "var" / "services.json").exists() and len(self.groups()) > 1:
            with suppress(ProcessLookupError):
                os.kill(self.groups()[1], signal.SIGUSR1)
            time.sleep(1)
        logs = (self.folder / "up.log", self.folder / "var" / "log" / "worker.log")
        return "\n".join(log.read_text(errors="replace")[-6000:] for log in logs if log.exists())

    def groups(self) -> list[int]:
        """The process groups of web and worker."""
        return list(json.loads((self.folder / "var" / "services.json").read_text())["groups"])

    @property
    def cluster(self) -> Cluster:
        """Its database server, which lies outside the folder when root runs it."""
        return embedded(var=self.folder / "var")

    def postgres(self) -> list[int]:
        """The database server's processes: the postmaster first, then its children."""
        postmaster = self.cluster.process()
        assert postmaster is not None
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        return [postmaster, *map(int, children)]

    def kill(self, what: str) -> None:
        """SIGKILL to one part, or to all of it."""
        if what in {"all", "web"}:
            end_group(self.groups()[0])
        if what in {"all", "worker"}:
            end_group(self.groups()[1])
        if what in {"all", "database"}:
            for number in self.postgres():
                end(number)
        if what == "all" and self.process is not None:
            end(self.process.pid)
            self.process.wait()

    def books(self) -> dict[str, Any]:
        """What the books say."""
        database = json.loads((self.folder / "var" / "choice.json").read_text())
        address = self.cluster.url(f"madang_{database['country']}_{database['population']}")
        environment = self.environment | {
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "madang.site.settings.demo",
        }
        done = subprocess.run(
            [sys.executable, "-c", BOOKS], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return dict(json.loads(done.stdout.splitlines()[-1]))


def end(number: int) -> None:
    """SIGKILL, where it still is."""
    try:
        os.kill(number, signal.SIGKILL)
    except ProcessLookupError:
        return


def end_group(number: int) -> None:
    """SIGKILL to a group, where it still is."""
    try:
        os.killpg(number, signal.SIGKILL)
    except ProcessLookupError:
        return


class Resident:
    """A signed-in resident with a program: applies again and again, and notes what was acknowledged."""

    def __init__(self, url: str, login: str) -> None:
        self.url, self.login = url, login
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self.paid: set[str] = set()
        self.unanswered: list[tuple[str, str, dict[str, str]]] = []
        self.count = 0

    def sign_in(self) -> None:
        page = self.opener.open(f"{self.url}/sign-in/", timeout=20).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        values = {"login": self.login, "password": "madang-demo", "csrfmiddlewaretoken": token[1]}
        self.opener.open(f"{self.url}/sign-in/", urllib.parse.urlencode(values).encode(), timeout=30)

    def apply(self, key: str, service: str, answers: dict[str, str]) -> dict[str, Any]:
        """One application; the same key again is the same application."""
        token = next(cookie.value or "" for cookie in self.jar if "csrf" in cookie.name)
        body = json.dumps({"key": key, "service": service, "answers": answers}).encode()
        headers = {"Content-Type": "application/json", "X-CSRFToken": token, "Referer": self.url}
        request = urllib.request.Request(f"{self.url}/api/civil/applications", body, headers)
        with self.opener.open(request, timeout=20) as response:
            return dict(json.load(response))

    def post(self, address: str, values: dict[str, str]) -> str:
        """Sends the form of the page at `address`; the page that it leads to."""
        page = self.opener.open(address, timeout=20).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        if token is None:
            raise ValueError("nothing to send here")
        sent = urllib.parse.urlencode(values | {"csrfmiddlewaretoken": token[1]}).encode()
        with self.opener.open(urllib.request.Request(address, sent, {"Referer": address}), timeout=20) as response:
            return str(response.url)

    def pay(self, charge: str) -> None:
        """To the bank, confirm there, and back; paid is what the page after it says is settled."""
        bank = self.post(f"{self.url}/pay/{charge}/", {"next": ""})
        self.post(bank, {"word": "confirm"})
        after = self.opener.open(f"{self.url}/pay/{charge}/", timeout=20).read().decode()
        if re.search(r'href="/receipts/[^"/]+/"', after):
            self.paid.add(charge)

    def work(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self.count += 1
            service, answers = SERVICES[self.count % len(SERVICES)]
            key = f"{self.login}-{self.count}-kill"
            try:
                self.acknowledged[key] = made = self.apply(key, service, answers)
                if made["charge"]:
                    self.pay(made["charge"])
            except (OSError, ValueError, http.client.HTTPException):
                self.unanswered.append((key, service, answers))
                time.sleep(0.3)


@pytest.fixture
def republic(tmp_path: Path) -> Iterator[Republic]:
    """A republic that ends with the test."""
    running = Republic(folder=tmp_path)
    running.start()
    try:
        yield running
    finally:
        if running.process is not None and running.process.poll() is None:
            running.process.terminate()
            try:
                running.process.wait(60)
            except subprocess.TimeoutExpired:
                running.kill("all")
        running.cluster.erase()


def under_load(republic: Republic, residents: list[Resident], what: str) -> None:
    """Everyone applies; in the middle of it `what` is killed; afterwards it serves again."""
    stop = threading.Event()
    threads = [threading.Thread(target=one.work, args=(stop,), daemon=True) for one in residents]
    for thread in threads:
        thread.start()
    time.sleep(3)
    republic.kill(what)
    time.sleep(2)
    stop.set()
    for thread in threads:
        thread.join(60)
    if what == "all":
        republic.start()
    else:
        republic.wait_until_served(90)


def settled(republic: Republic) -> dict[str, Any]:
    """The books once nothing waits any more."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        books = republic.books()
        waiting = [each for each in books["applications"] if each["state"] in {"waiting", "sent"}]
        if not (waiting or books["undelivered"]) or time.monotonic() > deadline:
            return books
        time.sleep(3)


@pytest.mark.timeout(900)
def test_no_document_without_its_record_and_nothing_acknowledged_is_lost(republic: Republic) -> None:
    residents = [Resident(republic.url, login) for login in RESIDENTS]
    for one in residents:
        one.sign_in()
    before = republic.books()
    for what in ("web", "worker", "database", "all"):
        under_load(republic, residents, what)
    # What got no answer is asked again with the same key: it is done once, whatever happened to the first try.
    for one in residents:
        for key, service, answers in one.unanswered[-20:]:
            one.acknowledged[key] = one.apply(key, service, answers)
    books = settled(republic)
    stands = {each["number"]: each for each in books["applications"]}
    acknowledged = [each for one in residents for each in one.acknowledged.values()]
    assert len(acknowledged) > 8
    for each in acknowledged:
        assert each["number"] in stands
        assert set(each["documents"]) <= set(stands[each["number"]]["documents"])
    states = {each["state"] for each in stands.values()}
    assert states <= {"issued", "with_agency", "to_pay"}, (books["late"], books["jobs"], republic.words())
    issued = [number for each in stands.values() for number in each["documents"]]
    assert len(issued) == len(set(issued))
    assert set(issued) <= set(books["documents"])
    assert len(books["keys"]) == len(set(books["keys"]))
    assert books["damaged"] == []
    assert books["unrecorded"] == []
    matters = [number for number, each in stands.items() if each["kind"] == "matter" and each["state"] != "to_pay"]
    assert sorted(number for number in books["cases"] if number in set(matters)) == sorted(matters)
    assert (books["undelivered"], books["dead"]) == (0, 0)
    assert books["audit"]
    assert books["log"] == []
    nobody_paid_twice(_since(before, books), residents)


def _since(before: dict[str, Any], books: dict[str, Any]) -> dict[str, Any]:
    """The books without what the demonstration brought: its charges, their payments, what its treasury has at the bank."""
    demo = before["charges"]
    for name in ("settled", "receipts"):
        books[name] = [number for number in books[name] if number not in demo]
    books["charges"] = {number: state for number, state in books["charges"].items() if number not in demo}
    # The levies on one declaration of goods have its number as their reference.
    books["references"] = [one for one in books["references"] if one not in set(before["references"])]
    books["bank"] -= before["bank"]
    # A tax that was paid by transfer is known to the treasury's bank, not to the one that payers are sent to.
    books["unknown_to_us"] = [one for one in books["unknown_to_us"] if one not in before["unknown_to_us"]]
    return books


def nobody_paid_twice(books: dict[str, Any], residents: list[Resident]) -> None:
    """What a payer saw settled is settled, once, with its receipt; the matter goes on; the bank says the same."""
    charges = {each["charge"]: each for each in books["applications"] if each["charge"]}
    assert set(charges) == set(books["charges"])
    paid = {number for number, state in books["charges"].items() if state == "paid"}
    seen = {number for one in residents for number in one.paid}
    assert seen
    assert seen <= paid
    assert sorted(books["settled"]) == sorted(books["receipts"]) == sorted(paid)
    assert {number for number, each in charges.items() if each["state"] != "to_pay"} == paid
    assert len(books["references"]) == len(set(books["references"]))
    assert (books["unknown_to_us"], books["refunds_under_way"], books["bank"], books["unbalanced"]) == ([], 0, 0, 0)
