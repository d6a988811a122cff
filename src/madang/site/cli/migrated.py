"""A database with all tables and no rows, from which the tests copy theirs: migrating takes twenty seconds, copying one."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from madang.site.cli.console import CommandFault, step


def migrated_database(*, server: str, root: Path) -> str:
    """Its name on the server of the URL `server`, made where none has the tables of the source below `root`; that checkout's
    older ones go."""
    prefix = f"madang_migrated_{hashlib.sha256(str(root).encode()).hexdigest()[:8]}_"
    name = prefix + _fingerprint(root)
    with psycopg.connect(_url(server, "postgres"), autocommit=True) as connection:
        known = {
            row[0]
            for row in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [prefix + "%"])
        }
        if name in known:
            return name
        for older in known:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(older)))
        # One rename at the end: a run that was cut off leaves nothing that looks whole.
        half = f"{prefix}half_{os.getpid()}"
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half)))
        with step("Tables of the tests"):
            _migrate(_url(server, half))
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(name)))
    return name


def tests_environment(*, url: str) -> dict[str, str]:
    """What tests run in: their settings on that database, and not a deployment's that may stand in the environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MADANG_")}
    return kept | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "madang.site.settings.test"}


def _migrate(url: str) -> None:
    """Raises CommandFault with what Django says where a migration fails."""
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, env=tests_environment(url=url), capture_output=True, check=False)
    if done.returncode:
        raise CommandFault(f"The tables of the tests could not be made:\n{done.stderr.decode(errors='replace')}")


def _fingerprint(root: Path) -> str:
    """Of everything that decides which tables there are."""
    whole = hashlib.sha256()
    settings = root / "src" / "madang" / "site" / "settings" / "base.py"
    for file in (root / "requirements.lock", settings, *sorted((root / "src").glob("**/migrations/*.py"))):
        whole.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes())
    return whole.hexdigest()[:16]


def _url(server: str, database: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))
