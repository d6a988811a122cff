"""One PostgreSQL server of our own: made, started, recovered after a crash, stopped."""

import fcntl
import os
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from madang.framework.ops.installation import DatabaseFault, Installation, installation

SUPERUSER = "madang"
PREFERRED_PORT = 54320
# A new server takes 60 MB and its write-ahead log up to this many bytes on top.
LEAST_ROOM = 300 * 1024 * 1024
ATTEMPTS = 5
# How pg_ctl ends the server, and how many seconds it is given.
STOP_MODES = (("fast", 60), ("immediate", 20))
DISK_FULL = "No space left on device"


class Cluster:
    """A server whose files lie in `home`. `durable=False` trades safety after a power cut for speed: for tests."""

    def __init__(self, *, home: Path, software: Path, durable: bool = True, least_room: int = LEAST_ROOM) -> None:
        self.home = home
        self.software = software
        self.durable = durable
        self.least_room = least_room
        self.data = home / "data"
        self.log = home / "log" / "postgresql.log"

    def ensure_running(self) -> None:
        """Makes the server when there is none, starts it when it is down, leaves it alone when it runs."""
        with self._alone():
            programs = installation(software=self.software)
            if not self.data.exists():
                self._create(programs)
            if self.process() is None:
                self._start(programs)

    def stop(self) -> None:
        """Ends the server: sessions are cut, everything written. Raises DatabaseFault when it cannot be ended.

        One that cannot write any more (a full disk) never ends in that way; it is cut off, and recovers at its next start.
        """
        with self._alone():
            for mode, seconds in STOP_MODES:
                if self.process() is None:
                    return
                installation(software=self.software).run(
                    "pg_ctl", "stop", "-D", str(self.data), "-m", mode, "-w", "-t", str(seconds)
                )
            if self.process() is not None:
                raise DatabaseFault(f"PostgreSQL (process {self.process()}) does not stop: end it with kill -9.")

    def process(self) -> int | None:
        """The server's process number, or None when it is down; a file left by a crash is not believed."""
        lines = self._pid_file()
        if not lines:
            return None
        number = int(lines[0])
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return None
        except PermissionError:
            pass
        return number if _serves(number, self.data) else None

    def url(self, database: str) -> str:
        """The DATABASE_URL of `database` on the running server."""
        return f"postgresql://{SUPERUSER}:{self._password()}@127.0.0.1:{self._last_port()}/{database}"

    def ensure_database(self, name: str) -> str:
        """The URL of database `name`, created when the server has none of that name."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not found:
                connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        return self.url(name)

    def erase(self) -> None:
        """Stops the server and deletes all that it holds."""
        if self.home.exists():
            self.stop()
            shutil.rmtree(self.home)
            with suppress(OSError):
                # The checkout's own folder goes with its last server.
                self.home.parent.rmdir()

    def _create(self, programs: Installation) -> None:
        """initdb into a folder beside, then one rename: a start that was cut off leaves no half server."""
        room = shutil.disk_usage(self.home).free
        if room < self.least_room:
            raise DatabaseFault(
                f"The disk of {self.home} has {room // 2**20} MB free and a database needs "
                f"{self.least_room // 2**20} MB: make room there, or name a PostgreSQL in DATABASE_URL."
            )
        for half in self.home.glob("new-*"):
            shutil.rmtree(half)
        half = self.home / f"new-{os.getpid()}"
        half.mkdir(mode=0o700)
        programs.give(half)
        with self._password_for(programs) as password:
            made = programs.run(
                "initdb", "-D", str(half / "data"), "-U", SUPERUSER, "--pwfile", str(password), "-E", "UTF8",
                "--auth=scram-sha-256", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
                *([] if self.durable else ["--no-sync"]),
            )  # fmt: skip
        if made.returncode:
            shutil.rmtree(half, ignore_errors=True)
            raise DatabaseFault(self._reason("PostgreSQL could not be set up", made.stdout + made.stderr))
        (half / "data").rename(self.data)
        half.rmdir()

    def _start(self, programs: Installation) -> None:
        """Starts the server, after a crash on the port it had: who uses it knows that one. What a crash left is cleared."""
        wished = self._last_port()
        self._clear_after_crash()
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        programs.give(self.log.parent)
        said = ""
        for attempt in range(ATTEMPTS):
            began = self.log.stat().st_size if self.log.exists() else 0
            options = " ".join(
                f"-c {name}={value}" for name, value in self._settings(wished if attempt == 0 else 0).items()
            )
            started = programs.run(
                "pg_ctl", "start", "-D", str(self.data), "-l", str(self.log), "-w", "-t", "300", "-o", options
            )
            if started.returncode == 0:
                return
            said = self._log_since(began) + started.stderr
            if not any(cause in said for cause in ("could not bind", "shared memory block", "lock file")):
                break
            time.sleep(1)
        raise DatabaseFault(self._reason("PostgreSQL could not be started", said))

    def _clear_after_crash(self) -> None:
        """Removes the process file of a server that is gone, after its last children are gone too.

        Its number may be that of an unrelated process by now, or of an unreaped one, and PostgreSQL would believe it.
        """
        deadline = time.monotonic() + 30
        while _alive_below(self.data):
            if time.monotonic() > deadline:
                raise DatabaseFault(
                    f"Processes of a crashed PostgreSQL still hold {self.data}: end them, and run the command again."
                )
            time.sleep(0.1)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _settings(self, wished_port: int) -> dict[str, str]:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
        settings = {
            "port": str(free_port(wished_port)),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "200",
            "shared_buffers": f"{min(max(memory // 16, 64), 1024)}MB",
            "effective_cache_size": f"{max(memory // 2, 128)}MB",
            "random_page_cost": "1.1",
            "max_wal_size": "2GB",
            "timezone": "UTC",
            "jit": "off",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return settings

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One launcher at a time handles this server."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with (self.home / "lock").open("a") as held:
                fcntl.flock(held, fcntl.LOCK_EX)
                yield
        except OSError as fault:
            if fault.strerror == DISK_FULL:
                raise DatabaseFault(self._reason("", DISK_FULL)) from fault
            raise

    @contextmanager
    def _password_for(self, programs: Installation) -> Iterator[Path]:
        """The password in a file that only the servant reads, for as long as initdb needs it."""
        ours, theirs = self.home / "password", self.home / "password-for-initdb"
        for file in (ours, theirs):
            file.unlink(missing_ok=True)
        password = secrets.token_urlsafe(32)
        for file in (ours, theirs):
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
                written.write(password)
        programs.give(theirs)
        try:
            yield theirs
        finally:
            theirs.unlink()

    def _password(self) -> str:
        return (self.home / "password").read_text()

    def _pid_file(self) -> list[str]:
        """Lines of postmaster.pid: process, data folder, start, port, …; empty when there is none."""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _last_port(self) -> int:
        """The port of the running server, or of the one that a crash ended; the preferred one before the first start."""
        lines = self._pid_file()
        return int(lines[3]) if len(lines) > 3 and lines[3].isdigit() else PREFERRED_PORT

    def _log_since(self, place: int) -> str:
        if not self.log.exists():
            return ""
        with self.log.open(errors="replace") as log:
            log.seek(place)
            return log.read()

    def _reason(self, what: str, said: str) -> str:
        if DISK_FULL in said:
            return f"The disk of {self.home} is full and the database cannot run: make room and run the command again."
        lines = said.splitlines()
        grave = next((place for place, line in enumerate(lines) if "FATAL" in line or "error:" in line), len(lines) - 1)
        # The line before tells the cause where the grave one only counts its consequences.
        reason = " ".join(line.strip() for line in lines[max(grave - 1, 0) : grave + 1])
        return f"{what}: {reason or 'it gave no reason'} (its log: {self.log})."


def free_port(preferred: int) -> int:
    """`preferred` when nobody listens there, otherwise one that the system chooses."""
    for wish in (preferred, 0):
        with socket.socket() as probe:
            # As PostgreSQL does: a port whose old connections are only waiting to be forgotten is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", wish))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise DatabaseFault("This machine has no free port left on 127.0.0.1: end a program that listens there.")


def _serves(process: int, data: Path) -> bool:
    """Whether `process` is a PostgreSQL server on `data`. Where /proc is missing, the living process is believed."""
    command = Path(f"/proc/{process}/cmdline")
    if not Path("/proc/self").exists():
        return True
    try:
        return str(data).encode() in command.read_bytes().split(b"\0")
    except OSError:
        return False


def _alive_below(data: Path) -> list[int]:
    """Server processes that work in the folder `data`."""
    alive = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == data:
                alive.append(int(entry.name))
        except OSError:
            continue
    return alive
