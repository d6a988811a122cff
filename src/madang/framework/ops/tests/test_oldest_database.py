"""A PostgreSQL that is too old is refused in a sentence: libpq talks to a server that greets as that version does."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from madang.framework.ops.database import OLDEST, DatabaseFault, check_database


def message(kind: bytes, body: bytes) -> bytes:
    """A message of PostgreSQL's protocol 3.0 (documentation, section "Message Formats")."""
    return kind + struct.pack("!I", len(body) + 4) + body


@contextmanager
def server(version: str) -> Iterator[str]:
    """The address of a server that lets everyone in and says that it is of `version`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=greet, args=(listener, version), daemon=True)
        thread.start()
        yield f"postgresql://madang@127.0.0.1:{listener.getsockname()[1]}/madang?sslmode=disable&gssencmode=disable"
        thread.join(10)


def greet(listener: socket.socket, version: str) -> None:
    """AuthenticationOk, ParameterStatus, BackendKeyData, ReadyForQuery; whatever is asked after that is done."""
    connection, _address = listener.accept()
    with connection:
        connection.recv(4096)
        settings = {"server_version": version, "client_encoding": "UTF8", "standard_conforming_strings": "on"}
        said = b"".join(message(b"S", f"{name}\0{value}\0".encode()) for name, value in settings.items())
        ready = message(b"Z", b"I")
        connection.sendall(message(b"R", struct.pack("!I", 0)) + said + message(b"K", struct.pack("!II", 1, 2)) + ready)
        while connection.recv(4096):
            connection.sendall(message(b"C", b"OK\0") + ready)


@pytest.mark.parametrize("version", ["14.19", "13.22", "9.6.24"])
def test_an_older_one_is_refused_with_what_to_do(version: str) -> None:
    with server(version) as url, pytest.raises(DatabaseFault) as refused:
        check_database(url)
    assert str(refused.value) == (
        f"The database in DATABASE_URL is PostgreSQL {version.partition('.')[0]}, and Madang needs {OLDEST} or later: "
        "upgrade it, or leave DATABASE_URL out to use the embedded one."
    )


@pytest.mark.parametrize(("version", "told"), [("15.14 (Debian 15.14-0+deb12u1)", "15.14"), ("18.1", "18.1")])
def test_the_oldest_and_later_ones_are_taken(version: str, told: str) -> None:
    with server(version) as url:
        assert check_database(url) == told


def test_one_that_is_not_there_is_told_without_a_stack_trace() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(DatabaseFault, match="does not answer; start it or correct the URL"):
        check_database(f"postgresql://madang@127.0.0.1:{port}/madang")
