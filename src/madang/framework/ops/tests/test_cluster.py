"""The embedded PostgreSQL: made, found running, recovered after kill -9, and its troubles told in one sentence."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from madang.framework.ops.cluster import PREFERRED_PORT, Cluster, free_port
from madang.framework.ops.database import check_database, embedded
from madang.framework.ops.installation import DatabaseFault


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout's `var` where, as root, nobody but root may go: pytest makes its folders with mode 0700."""
    return tmp_path_factory.mktemp("checkout") / "var"


@pytest.fixture(scope="module")
def cluster(var: Path) -> Iterator[Cluster]:
    """A server that survives a crash, as the demo's."""
    made = embedded(var=var, name="tested")
    made.ensure_running()
    yield made
    made.erase()


@pytest.fixture(autouse=True)
def running(cluster: Cluster) -> None:
    """Each test begins with a running server."""
    cluster.ensure_running()


def _kill(cluster: Cluster) -> None:
    """kill -9, and until the system has carried it out."""
    process = cluster.process()
    assert process is not None
    os.kill(process, signal.SIGKILL)
    while cluster.process() is not None:
        time.sleep(0.01)


def _kept(cluster: Cluster) -> int:
    with psycopg.connect(cluster.ensure_database("kept"), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        connection.execute("INSERT INTO kept VALUES (1)")
        return int(connection.execute("SELECT count(*) FROM kept").fetchone()[0])


def test_it_is_postgresql_18_and_asks_for_a_password(cluster: Cluster) -> None:
    assert check_database(cluster.ensure_database("one")).startswith("18.")
    without = cluster.url("one").replace(cluster._password(), "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(without)


def test_hangul_sorts_by_the_builtin_locale(cluster: Cluster) -> None:
    with psycopg.connect(cluster.ensure_database("one")) as connection:
        rows = connection.execute("SELECT x FROM (VALUES ('하'), ('가'), ('나')) v(x) ORDER BY x").fetchall()
        assert [row[0] for row in rows] == ["가", "나", "하"]


def test_starting_it_again_leaves_it_alone(cluster: Cluster) -> None:
    before = cluster.process()
    cluster.ensure_running()
    assert cluster.process() == before


def test_a_server_of_root_runs_as_an_unprivileged_user(cluster: Cluster) -> None:
    owner = Path(f"/proc/{cluster.process()}").stat().st_uid
    assert owner != 0
    assert cluster.data.stat().st_mode & 0o077 == 0


def test_committed_rows_survive_kill_9(cluster: Cluster) -> None:
    before = _kept(cluster)
    _kill(cluster)
    cluster.ensure_running()
    assert _kept(cluster) == before + 1


def test_a_clean_stop_removes_its_process_file(cluster: Cluster) -> None:
    cluster.stop()
    assert cluster.process() is None
    assert not (cluster.data / "postmaster.pid").exists()


def test_a_process_file_that_names_a_living_stranger_is_not_believed(cluster: Cluster) -> None:
    before = _kept(cluster)
    lines = (cluster.data / "postmaster.pid").read_text().splitlines()
    _kill(cluster)
    # After a restart of the machine the number belongs to someone else: here to us.
    (cluster.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert cluster.process() is None
    cluster.ensure_running()
    assert _kept(cluster) == before + 1


def test_a_taken_port_means_another_port(cluster: Cluster) -> None:
    cluster.stop()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) != port
    assert free_port(port) == port


def test_after_a_crash_it_is_where_its_users_know_it(cluster: Cluster) -> None:
    cluster.stop()
    with socket.socket() as taken:
        # What a stopped server leaves behind for a minute does not hold the port, but a plain bind would be refused.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Where someone else has it already, that is as good.
        with suppress(OSError):
            taken.bind(("127.0.0.1", PREFERRED_PORT))
            taken.listen()
        cluster.ensure_running()
    before = cluster.url("one")
    assert f":{PREFERRED_PORT}/" not in before
    _kill(cluster)
    cluster.ensure_running()
    assert cluster.url("one") == before
    with psycopg.connect(before) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_start_that_was_cut_off_leaves_no_half_server(var: Path) -> None:
    made = embedded(var=var, name="half")
    (made.home / "new-1" / "data").mkdir(parents=True)
    (made.home / "new-1" / "data" / "PG_VERSION").write_text("18\n")
    try:
        made.ensure_running()
        assert made.process() is not None
        assert not (made.home / "new-1").exists()
    finally:
        made.erase()


def test_too_little_room_is_told_in_one_sentence(var: Path) -> None:
    made = embedded(var=var, name="full")
    made.least_room = 2**60
    try:
        with pytest.raises(DatabaseFault, match=r"^The disk of .* has \d+ MB free and a database needs .* make room"):
            made.ensure_running()
        assert not made.data.exists()
    finally:
        made.erase()


def test_a_full_disk_is_told_in_one_sentence(cluster: Cluster) -> None:
    said = "FATAL:  could not write to file: No space left on device\n"
    assert cluster._reason("PostgreSQL could not be started", said).startswith("The disk of")


def test_what_postgresql_refuses_is_told_with_its_own_reason(cluster: Cluster) -> None:
    cluster.stop()
    configuration = cluster.data / "postgresql.conf"
    sound = configuration.read_text()
    configuration.write_text(sound + "\nno_such_setting = 1\n")
    try:
        with pytest.raises(DatabaseFault, match="no_such_setting"):
            cluster.ensure_running()
    finally:
        configuration.write_text(sound)


def test_a_database_that_does_not_answer_is_told_in_one_sentence() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"postgresql://madang@127.0.0.1:{nobody.getsockname()[1]}/madang"
        with pytest.raises(DatabaseFault, match="DATABASE_URL does not answer; start it or correct the URL"):
            check_database(url)


def test_two_checkouts_have_two_servers(tmp_path: Path) -> None:
    one, other = embedded(var=tmp_path / "one"), embedded(var=tmp_path / "other")
    try:
        assert one.home != other.home
        assert one.home == embedded(var=tmp_path / "one").home
    finally:
        one.erase()
        other.erase()
