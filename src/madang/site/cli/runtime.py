"""What a command runs on: settings, country, database. Chosen by `up`, kept for the commands beside it."""

import fcntl
import gc
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from madang.framework.ops.database import Cluster, check_database, embedded
from madang.site.cli.console import CommandFault
from madang.site.setup.checkout import Checkout, here

DEFAULT_POPULATION = 2000
SETTINGS = "madang.site.settings.demo"
BENCH_SETTINGS = "madang.site.settings.bench"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which demo is served: each country and size has a database of its own, so that choosing again loses nothing."""

    country: str = "kr"
    population: int = DEFAULT_POPULATION

    @property
    def database(self) -> str:
        """The name of its database on the embedded server."""
        size = "" if self.population == DEFAULT_POPULATION else f"_{self.population}"
        return f"madang_{self.country}{size}"


def last_choice(checkout: Checkout) -> Choice:
    """What `up` served last; the default before the first time."""
    try:
        return Choice(**json.loads(_choice_file(checkout).read_text()))
    except (OSError, ValueError, TypeError):
        return Choice(country=os.environ.get("MADANG_COUNTRY", "kr"))


def choose(checkout: Checkout, choice: Choice) -> None:
    """Puts the choice into force for our children, and keeps it for the commands beside `up`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ["MADANG_COUNTRY"] = choice.country
    _choice_file(checkout).write_text(json.dumps(asdict(choice)))


def _choice_file(checkout: Checkout) -> Path:
    return checkout.var / "choice.json"


def is_demo() -> bool:
    """Whether the settings in force are the demo's, or those of the figures, which are measured on it."""
    return os.environ.get("DJANGO_SETTINGS_MODULE", SETTINGS) in {SETTINGS, BENCH_SETTINGS}


def own_database(checkout: Checkout) -> Cluster | None:
    """The embedded server, or None where DATABASE_URL names another or the settings are not the demo's."""
    return None if os.environ.get("DATABASE_URL") or not is_demo() else embedded(var=checkout.var)


@contextmanager
def database(checkout: Checkout, choice: Choice) -> Iterator[Cluster | None]:
    """A running database, named in the environment for this process and its children.

    The embedded server is stopped afterwards if this command started it and no `up` serves from it meanwhile.
    """
    cluster = own_database(checkout)
    if cluster is None:
        url = os.environ.get("DATABASE_URL")
        if url:
            check_database(url)
        yield None
        return
    found_running = cluster.process() is not None
    cluster.ensure_running()
    os.environ["DATABASE_URL"] = cluster.ensure_database(choice.database)
    try:
        yield cluster
    finally:
        if not found_running and not _up_runs(checkout):
            cluster.stop()


@contextmanager
def late_database(checkout: Checkout, choice: Choice) -> Iterator[None]:
    """A running database for a command that learnt only after Django's start that it needs one."""
    with database(checkout, choice):
        from django.db import connection

        from madang.site.settings.database import database_from_url

        connection.settings_dict.update(database_from_url(os.environ.get("DATABASE_URL", "")))
        yield


def start_django(choice: Choice) -> None:
    """Settings in force and Django set up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ["MADANG_COUNTRY"] = choice.country
    import django
    from django.core.exceptions import ImproperlyConfigured

    # As where it is served: reading modules in leaves nothing to collect, and looking for it would be a tenth of the start.
    gc.disable()
    try:
        django.setup()
    except ImproperlyConfigured as fault:
        raise CommandFault(str(fault)) from fault
    finally:
        gc.enable()


@contextmanager
def serving(checkout: Checkout) -> Iterator[None]:
    """Holds the mark of the one `up` of this checkout; the system takes it away when that process dies."""
    checkout.var.mkdir(parents=True, exist_ok=True)
    with _up_file(checkout).open("a+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            raise CommandFault(
                f"Madang already runs in this checkout (process {held.read() or 'unknown'}): "
                "use it, or end it with ./madang down."
            ) from None
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        try:
            yield
        finally:
            held.truncate(0)


def serving_process(checkout: Checkout) -> int | None:
    """The process number of the running `up`, if there is one."""
    if not _up_runs(checkout):
        return None
    number = _up_file(checkout).read_text()
    return int(number) if number else None


def _up_file(checkout: Checkout) -> Path:
    return checkout.var / "up.lock"


def _up_runs(checkout: Checkout) -> bool:
    if not _up_file(checkout).exists():
        return False
    with _up_file(checkout).open("a") as probe:
        try:
            fcntl.flock(probe, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(probe, fcntl.LOCK_UN)
    return False


def current() -> tuple[Checkout, Choice]:
    """This checkout and what it served last."""
    checkout = here()
    return checkout, last_choice(checkout)
