"""The processes of a running Madang: started, watched, begun again when they die, stopped in order."""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from madang.site.cli.console import CommandFault, say

STOP_SECONDS = 20
SHORT_LIFE_SECONDS = 15
MOST_SHORT_LIVES = 4
LOG_BYTES = 20 * 1024 * 1024
PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Service:
    """A child process in a process group of its own, so that Ctrl-C reaches it only through us and in our order."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    short_lives: int = 0

    def start(self) -> None:
        """Begins it; its output goes to its log, of which one older part is kept."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".older.log"))
        self.short_lives = self.short_lives + 1 if time.monotonic() - self.began < SHORT_LIFE_SECONDS else 0
        self.began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_us,
            )

    def alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def hopeless(self) -> bool:
        """Whether it died again and again soon after its start: then it is broken, and not killed."""
        return self.short_lives >= MOST_SHORT_LIVES

    def stop(self) -> None:
        """Asks it to finish what it does, and ends its whole group when it takes too long."""
        if self.process is None:
            return
        if self.alive():
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                say(f"  {self.name} did not finish within {STOP_SECONDS} s and was ended.")
        self.end_group()

    def end_group(self) -> None:
        """Nothing of its group stays behind: children of a killed web process would keep its port."""
        if self.process is not None:
            end_group(self.process.pid)
            self.process.wait()


def end_group(group: int) -> None:
    """Kills process group `group`, if it is still there."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _die_with_us() -> None:
    """Linux: ask this child to finish when the launcher is killed. Elsewhere the next start ends it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Keeps services alive until it is told to stop."""

    def __init__(self, *, services: list[Service], record: Path, watch: Callable[[], None]) -> None:
        self.services = services
        self.record = record
        self.watch = watch
        self.stopping = False

    def start(self) -> None:
        """Starts every service and notes its group."""
        for service in self.services:
            service.start()
        self._note()

    def add(self, service: Service) -> None:
        """Starts one more, which is then watched and stopped like the others."""
        service.start()
        self.services.append(service)
        self._note()

    def run(self) -> None:
        """Until a signal asks to stop: what died is begun again, after what it lives on."""
        while not self.stopping:
            time.sleep(0.3)
            if not self.stopping:
                self.watch()
            for service in self.services:
                if not self.stopping and not service.alive():
                    self._again(service)

    def stop(self) -> None:
        """In the order of the list."""
        for service in self.services:
            service.stop()
        self.record.unlink(missing_ok=True)

    def _again(self, service: Service) -> None:
        service.end_group()
        if service.hopeless():
            raise CommandFault(f"{service.name} ends as soon as it starts; its last words:\n{last_lines(service.log)}")
        say(f"  {service.name} had ended and is started again (its log: {service.log}).")
        service.start()
        self._note()

    def _note(self) -> None:
        running = [service.process.pid for service in self.services if service.process]
        self.record.write_text(json.dumps({"groups": running, "of": sys.executable}))


def end_left_over(record: Path) -> None:
    """Ends the groups that a killed launcher noted in `record`, where they still are ours."""
    try:
        groups = json.loads(record.read_text())["groups"]
    except (OSError, ValueError, KeyError):
        return
    for group in filter(_is_ours, groups):
        end_group(group)
    deadline = time.monotonic() + STOP_SECONDS
    while any(map(_is_ours, groups)) and time.monotonic() < deadline:
        # Their port is free only when they are gone.
        time.sleep(0.05)
    record.unlink(missing_ok=True)


def _is_ours(group: int) -> bool:
    """Whether a member of process group `group` runs our interpreter: numbers are given to others again."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            command = status.with_name("cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[2]) == group and sys.executable.encode() in command:
            return True
    return False


def wait_until_served(*, port: int, service: Service, seconds: float) -> None:
    """Until the web answers on `port`. Raises CommandFault with its last words when it ends or takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not service.alive():
            raise CommandFault(f"The web process ended at once; its last words:\n{last_lines(service.log)}")
        if _answers(port):
            return
        time.sleep(0.05)
    raise CommandFault(
        f"The web process did not answer within {seconds:.0f} s; its last words:\n{last_lines(service.log)}"
    )


def _answers(port: int) -> bool:
    request = b"GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n"
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(request)
            return connection.recv(64).startswith((b"HTTP/1.0 200", b"HTTP/1.1 200"))
    except OSError:
        return False


def require_port(port: int) -> None:
    """Raises CommandFault when another program listens on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as fault:
            raise CommandFault(
                f"Port {port} cannot be used ({fault.strerror}): end the program that listens there, "
                f"or choose another with ./madang up --port {port + 1}."
            ) from fault


def last_lines(log: Path, *, count: int = 12) -> str:
    """The end of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:]) if log.exists() else "nothing"
