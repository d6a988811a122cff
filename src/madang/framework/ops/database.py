"""Which PostgreSQL this deployment uses: the one that DATABASE_URL names, or the embedded one."""

import hashlib
import os
import secrets
from pathlib import Path

from madang.framework.ops.cluster import Cluster
from madang.framework.ops.installation import DatabaseFault

__all__ = ["Cluster", "DatabaseFault", "check_database", "embedded"]

OLDEST = 15
# Where root keeps what its servant must reach: a checkout may lie where only root may go.
SHARED_HOME = Path("/var/lib/madang")


def embedded(*, var: Path, name: str = "postgres", durable: bool = True) -> Cluster:
    """The embedded server `name` of the checkout whose working files lie in `var`. Nothing is started yet."""
    if os.geteuid() != 0:
        return Cluster(home=var / name, software=var / "software", durable=durable)
    own, software = SHARED_HOME / _instance(var), SHARED_HOME / "software"
    for folder in (SHARED_HOME, software, own, own / name):
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o711)
    return Cluster(home=own / name, software=software, durable=durable)


def check_database(url: str) -> str:
    """The version of the server at `url`; refuses one that does not answer or is too old, in one sentence."""
    import psycopg  # the launcher's quickest way asks no database

    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.Error as fault:
        reason = " ".join(str(fault).split())
        raise DatabaseFault(
            f"The database in DATABASE_URL does not answer; start it or correct the URL ({reason})."
        ) from fault
    if version // 10000 < OLDEST:
        raise DatabaseFault(
            f"The database in DATABASE_URL is PostgreSQL {version // 10000}, and Madang needs {OLDEST} or later: "
            "upgrade it, or leave DATABASE_URL out to use the embedded one."
        )
    return f"{version // 10000}.{version % 10000}"


def _instance(var: Path) -> str:
    """A name for this checkout's data: a new clone at an old place, and a copy at a new place, get their own."""
    mark = var / "instance"
    var.mkdir(parents=True, exist_ok=True)
    if not mark.exists():
        mark.write_text(secrets.token_hex(8))
    return hashlib.sha256(f"{var.resolve()}:{mark.read_text()}".encode()).hexdigest()[:16]
