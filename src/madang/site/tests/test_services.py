"""The supervisor: starts, watches, begins again, stops in order, and clears what a killed launcher left."""

import json
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from madang.framework.ops.cluster import free_port
from madang.framework.ops.database import embedded
from madang.site.cli.console import CommandFault
from madang.site.cli.runtime import Choice
from madang.site.cli.services import Service, Supervisor, end_left_over, require_port
from madang.site.cli.up import keep_database

SLEEP = "import time; time.sleep(300)"
# A process that leaves a child in its group, as the web server does.
FAMILY = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]); time.sleep(300)"


def _service(tmp_path: Path, name: str = "one", code: str = SLEEP) -> Service:
    return Service(name, [sys.executable, "-c", code], tmp_path / f"{name}.log")


def _alive(group: int) -> bool:
    """Whether a living (not merely unreaped) process of the group is there."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            return True
    return False


def _until(true: object, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


def _supervised(tmp_path: Path, *services: Service) -> tuple[Supervisor, threading.Thread]:
    supervisor = Supervisor(services=list(services), record=tmp_path / "services.json", watch=lambda: None)
    supervisor.start()
    watching = threading.Thread(target=supervisor.run)
    watching.start()
    return supervisor, watching


def test_a_killed_service_is_begun_again(tmp_path: Path) -> None:
    service = _service(tmp_path)
    supervisor, watching = _supervised(tmp_path, service)
    assert service.process is not None
    first = service.process.pid
    os.kill(first, signal.SIGKILL)
    assert _until(lambda: service.process is not None and service.process.pid != first and service.alive())
    assert json.loads(supervisor.record.read_text())["groups"] == [service.process.pid]
    supervisor.stopping = True
    watching.join()
    supervisor.stop()
    assert not service.alive()
    assert not supervisor.record.exists()


def test_children_of_a_killed_service_do_not_stay_behind(tmp_path: Path) -> None:
    service = _service(tmp_path, code=FAMILY)
    service.start()
    assert service.process is not None
    group = service.process.pid
    assert _until(lambda: _alive(group))
    os.kill(group, signal.SIGKILL)
    service.process.wait()
    service.end_group()
    assert _until(lambda: not _alive(group))


def test_a_service_that_cannot_live_ends_everything_with_its_last_words(tmp_path: Path) -> None:
    service = _service(tmp_path, code="import sys; sys.exit('no such table')")
    supervisor = Supervisor(services=[service], record=tmp_path / "services.json", watch=lambda: None)
    supervisor.start()
    with pytest.raises(CommandFault, match="no such table"):
        supervisor.run()


def test_services_follow_a_database_whose_port_was_taken_after_its_crash(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster, choice = embedded(var=tmp_path_factory.mktemp("moved") / "var", name="moved"), Choice()
    cluster.ensure_running()
    try:
        monkeypatch.setenv("DATABASE_URL", cluster.ensure_database(choice.database))
        first = urlsplit(os.environ["DATABASE_URL"])
        told = tmp_path / "told"
        service = _service(
            tmp_path, code=f"import os; open({str(told)!r}, 'a').write(os.environ['DATABASE_URL']); {SLEEP}"
        )
        service.start()
        assert _until(lambda: told.exists() and told.read_text() == first.geturl())
        server = cluster.process()
        assert server is not None
        os.kill(server, signal.SIGKILL)
        # Its children let go of the port a little later.
        assert _until(lambda: cluster.process() is None and free_port(first.port or 0) == first.port)
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(("127.0.0.1", first.port or 0))
            taken.listen()
            keep_database(cluster=cluster, choice=choice, services=[service])
        assert not service.alive()
        service.start()
        assert _until(lambda: told.read_text() != first.geturl())
        with psycopg.connect(told.read_text().removeprefix(first.geturl())) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        service.stop()
    finally:
        cluster.erase()


def test_what_a_killed_launcher_left_is_ended_at_the_next_start(tmp_path: Path) -> None:
    service = _service(tmp_path, code=FAMILY)
    service.start()
    assert service.process is not None
    record = tmp_path / "services.json"
    record.write_text(json.dumps({"groups": [service.process.pid]}))
    assert _until(lambda: _alive(service.process.pid))
    end_left_over(record)
    assert not _alive(service.process.pid)
    assert not record.exists()
    service.process.wait()


def test_a_number_that_belongs_to_a_stranger_by_now_is_left_alone(tmp_path: Path) -> None:
    stranger = Service("stranger", ["/bin/sleep", "300"], tmp_path / "stranger.log")
    stranger.start()
    assert stranger.process is not None
    record = tmp_path / "services.json"
    record.write_text(json.dumps({"groups": [stranger.process.pid]}))
    end_left_over(record)
    assert stranger.alive()
    stranger.stop()


def test_a_taken_port_is_told_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandFault, match=rf"Port {port} cannot be used .* --port {port + 1}"):
            require_port(port)
    require_port(port)
