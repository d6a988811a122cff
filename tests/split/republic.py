"""A republic whose systems run apart: each in processes and a PostgreSQL database of its own, with roads between them."""

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

import psycopg

SYSTEMS = ("population", "businesses", "civil", "portal", "treasury")
HOST = "127.0.0.1"
START_SECONDS = 90
# A start of Django costs seconds of a processor: tables and demo come in one.
FOUND = """
import sys, django
django.setup()
from django.core.management import call_command
from madang.framework.values import clock
from madang.site.cli.demo import load_demo
from madang.site.cli.runtime import Choice
call_command("migrate", verbosity=0)
load_demo(choice=Choice(country="kr", population=int(sys.argv[1])), now=clock.now())
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as server:
        server.bind((HOST, 0))
        return int(server.getsockname()[1])


@dataclass
class Member:
    """One system with its own web, exchange and worker process, its own database, keys and files."""

    name: str
    folder: Path
    database: str
    web_port: int = field(default_factory=free_port)
    exchange_port: int = field(default_factory=free_port)
    roads: dict[str, dict[str, str]] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def web(self) -> str:
        """Where people open its pages."""
        return f"http://{HOST}:{self.web_port}"

    @property
    def road(self) -> dict[str, str]:
        """How a neighbour gets here."""
        return {"member": self.name, "address": f"https://{HOST}:{self.exchange_port}", "pages": self.web}

    @property
    def environment(self) -> dict[str, str]:
        """What its processes know."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "madang.site.settings.demo",
            "DATABASE_URL": self.database,
            "MADANG_VAR": str(self.folder / "var"),
            "MADANG_MEMBER": self.name,
            "MADANG_SYSTEMS": self.name,
            "MADANG_ROADS": json.dumps(self.roads),
            "MADANG_EXCHANGE_KEYS": str(self.folder / "exchange"),
            "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
        }

    def run(self, *command: str) -> None:
        """Run a command of this member to its end; its words are the failure's."""
        done = subprocess.run(
            [sys.executable, *command], env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{self.name}: {' '.join(command)}\n{done.stdout}{done.stderr}")

    def _log(self, name: str) -> IO[bytes]:
        return (self.folder / f"{name}.log").open("ab")

    def _spawn(self, name: str, *command: str) -> None:
        with self._log(name) as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command], env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def start_exchange(self) -> None:
        """Serve the exchange on its own mutual-TLS port."""
        keys = self.folder / "exchange"
        self._spawn(
            "exchange",
            *("-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(self.exchange_port), "--no-ws"),
            *("--ssl-certificate", str(keys / "member.pem"), "--ssl-keyfile", str(keys / "member.key")),
            *("--ssl-ca", str(keys / "authority.pem"), "--ssl-client-verify", "--blocking-threads", "4"),
            "madang.site.exchange:application",
        )

    def start_worker(self) -> None:
        """Run jobs."""
        self._spawn("worker", "-m", "madang.framework.jobs.worker")

    def start(self) -> None:
        """Start everything that does not run."""
        self._spawn(
            "web",
            *("-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(self.web_port), "--no-ws"),
            *("--blocking-threads", "4", "madang.site.wsgi:application"),
        )
        if "exchange" not in self.processes:
            self.start_exchange()
        self.start_worker()

    def wait(self) -> None:
        """Wait until both ports listen. Raises RuntimeError with the log where one never does."""
        for name, port in (("web", self.web_port), ("exchange", self.exchange_port)):
            self.wait_for(name, port)

    def wait_for(self, name: str, port: int) -> None:
        """Wait until `port` listens."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                socket.create_connection((HOST, port), timeout=1).close()
            except OSError:
                if self.processes[name].poll() is not None:
                    break
                time.sleep(0.2)
            else:
                return
        raise RuntimeError(f"{self.name}/{name} does not listen:\n{(self.folder / f'{name}.log').read_text()[-4000:]}")

    def kill(self, *names: str) -> None:
        """kill -9, with everything a process has started."""
        for name in names or tuple(self.processes):
            process = self.processes.pop(name)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=20)

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Look into its database."""
        with psycopg.connect(self.database) as connection:
            return connection.execute(sql, values).fetchall()


def _with_name(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _fresh_database(url: str, name: str) -> str:
    with psycopg.connect(_with_name(url, "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return _with_name(url, name)


def _keys(root: Path) -> None:
    from madang.exchange import keys
    from madang.framework.values import clock

    now = clock.now()
    keys.make_authority(at=root / "authority", now=now)
    for system in SYSTEMS:
        keys.make_member(
            authority=root / "authority", at=root / system / "exchange", member=system, hosts=(HOST,), now=now
        )
    for system in SYSTEMS:
        directory = root / system / "exchange" / "directory"
        directory.mkdir()
        for other in set(SYSTEMS) - {system}:
            shutil.copy(root / other / "exchange" / "member.pem", directory / f"{other}.pem")


@dataclass
class Republic:
    """All members."""

    members: dict[str, Member]

    def __getitem__(self, name: str) -> Member:
        return self.members[name]

    def stop(self) -> None:
        """Stop every process; databases stay for a look."""
        for member in self.members.values():
            member.kill()


def found(*, root: Path, server: str, population: int) -> Republic:
    """Make and start a republic on the PostgreSQL at `server` (a URL), with a generated population."""
    _keys(root)
    members = {
        system: Member(name=system, folder=root / system, database=_fresh_database(server, f"split_{system}"))
        for system in SYSTEMS
    }
    for member in members.values():
        member.roads = {name: other.road for name, other in members.items() if name != member.name}
    republic = Republic(members)
    try:
        for name in SYSTEMS:
            if name == "businesses":
                members["population"].start_exchange()
                members["population"].wait_for("exchange", members["population"].exchange_port)
            members[name].run("-c", FOUND, str(population))
        for member in members.values():
            member.start()
        for member in members.values():
            member.wait()
    except BaseException:
        republic.stop()
        raise
    return republic


def trusting(folder: Path) -> ssl.SSLContext:
    """A TLS context of a member, for tests that speak to a road themselves."""
    context = ssl.create_default_context(cafile=str(folder / "authority.pem"))
    context.load_cert_chain(folder / "member.pem", folder / "member.key")
    return context
