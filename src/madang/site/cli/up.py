"""`./madang up`: everything, from nothing to a served republic."""

import os
import shutil
import signal
import sys
from pathlib import Path

import click

from madang.framework.ops.cluster import Cluster
from madang.framework.ops.database import check_database
from madang.site.cli.console import CommandFault, say, step
from madang.site.cli.prepared import Greeting, note, recall
from madang.site.cli.runtime import (
    DEFAULT_POPULATION,
    Choice,
    choose,
    is_demo,
    last_choice,
    own_database,
    serving,
    start_django,
)
from madang.site.cli.services import Service, Supervisor, end_left_over, require_port, wait_until_served
from madang.site.cli.welcome import greeting_of, welcome
from madang.site.setup.checkout import Checkout, here

THREADS = 8


@click.command()
@click.option(
    "--country", help="Whose law and people: kr (Korea) or xx (Hanbit, fictional). Default: as the last time, or kr."
)
@click.option(
    "--population", type=click.IntRange(min=100), help=f"Residents of the demo. Default {DEFAULT_POPULATION:,}."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Where to serve.")
def command(country: str | None, population: int | None, port: int) -> int:
    """Start everything and serve it until Ctrl-C."""
    _end_in_order_on_signals()
    # Documents, sign-in and passkeys name the address that people come to.
    if is_demo():
        os.environ.setdefault("MADANG_PUBLIC_URL", f"http://127.0.0.1:{port}")
    checkout = here()
    choice = _choice(last_choice(checkout), country, population)
    with serving(checkout):
        end_left_over(_record(checkout))
        require_port(port)
        if is_demo():
            # Wallets and other programs are told absolute addresses.
            os.environ.setdefault("MADANG_PUBLIC_URL", f"http://127.0.0.1:{port}")
        cluster = own_database(checkout)
        try:
            _start_database(cluster)
            greeting = _prepared(checkout, choice, cluster)
            _serve(checkout, choice, cluster, port, greeting)
        except KeyboardInterrupt:
            say("  Stopped before everything was ready; the next start goes on from here.")
        finally:
            if cluster is not None and cluster.process() is not None:
                cluster.stop()
                say("  The database is stopped.")
    return 0


def _start_database(cluster: Cluster | None) -> None:
    """Our own server, running; where the environment names another, that one must answer."""
    with step("Database"):
        if cluster is not None:
            cluster.ensure_running()
        elif os.environ.get("DATABASE_URL"):
            check_database(os.environ["DATABASE_URL"])


def _choice(last: Choice, country: str | None, population: int | None) -> Choice:
    """What to serve: what was asked for; otherwise as the last time. Another country starts at the default size."""
    if country is None or country == last.country:
        return Choice(country=last.country, population=population or last.population)
    return Choice(country=country, population=population or DEFAULT_POPULATION)


def _prepared(checkout: Checkout, choice: Choice, cluster: Cluster | None) -> Greeting:
    """Tables, demo data and static files as this source wants them; what to greet with.

    On our own server nothing is looked at again when nothing changed. Another server may have been changed by others.
    """
    if cluster is not None:
        known = recall(checkout=checkout, choice=choice, cluster=cluster)
        os.environ["DATABASE_URL"] = cluster.url(choice.database) if known else cluster.ensure_database(choice.database)
        if known:
            choose(checkout, choice)
            return known
    greeting = _prepare(checkout, choice)
    if cluster is not None:
        note(checkout=checkout, choice=choice, cluster=cluster, greeting=greeting)
    return greeting


def _prepare(checkout: Checkout, choice: Choice) -> Greeting:
    """Translations, tables, demo data and static files, each only where something is missing."""
    from madang.framework.ui.i18n import compile_catalogues
    from madang.site.cli.demo import load_demo
    from madang.site.cli.files import collect_static

    with step("Translations"):
        compile_catalogues()
    start_django(choice)
    _require_country(choice.country)
    choose(checkout, choice)
    with step("Tables"):
        migrate()
    if is_demo():
        from madang.framework.values import clock

        load_demo(choice=choice, now=clock.now())
    with step("Static files"):
        collect_static(checkout)
    return greeting_of(choice)


def migrate() -> None:
    """Django's migrate, when a migration waits: looking first is much quicker than running it for nothing."""
    from django.core.management import call_command

    from madang.framework.ops.health import pending_migrations

    if pending_migrations():
        call_command("migrate", interactive=False, verbosity=0)


def _require_country(code: str) -> None:
    """Raises CommandFault where there is no such country, or its pack is wrong: with all that is wrong."""
    from madang.framework.law import NoSuchPack, PackFaulty, load_pack

    try:
        load_pack(code)
    except (NoSuchPack, PackFaulty) as fault:
        raise CommandFault(str(fault)) from fault


def _serve(checkout: Checkout, choice: Choice, cluster: Cluster | None, port: int, greeting: Greeting) -> None:
    """Runs web and worker until a signal."""
    _share_metrics(checkout.var / "metrics")
    web, worker = _services(checkout, port)
    supervisor = Supervisor(
        services=[web],
        record=_record(checkout),
        watch=lambda: keep_database(cluster=cluster, choice=choice, services=supervisor.services),
    )
    supervisor.start()
    try:
        with step("Web"):
            wait_until_served(port=port, service=web, seconds=180)
        # After the web, so that the two do not make each other wait for the processor.
        supervisor.add(worker)
        welcome(greeting=greeting, choice=choice, port=port)
        supervisor.run()
    except KeyboardInterrupt:
        supervisor.stopping = True
        say("\n  Stopping.")
    finally:
        supervisor.stop()
        say("  Web and worker are stopped.")


def _record(checkout: Checkout) -> Path:
    """Where the process groups of the services are noted, so that the next start ends what a killed one left."""
    return checkout.var / "services.json"


def keep_database(*, cluster: Cluster | None, choice: Choice, services: list[Service]) -> None:
    """Starts our own server again when it died. Services end when it had to move to another port: they know the old one."""
    if cluster is None or cluster.process() is not None:
        return
    cluster.ensure_running()
    say(f"  The database had ended and is started again (its log: {cluster.log}).")
    address = cluster.url(choice.database)
    if address != os.environ["DATABASE_URL"]:
        os.environ["DATABASE_URL"] = address
        for service in services:
            service.end_group()


def _services(checkout: Checkout, port: int) -> tuple[Service, Service]:
    processes = min(os.cpu_count() or 1, 4)
    web = [sys.executable, "-m", "madang.site.serve", str(port), str(processes), str(THREADS)]
    worker = [sys.executable, "-m", "madang.framework.jobs.worker"]
    logs = checkout.var / "log"
    return Service("The web process", web, logs / "web.log"), Service("The worker", worker, logs / "worker.log")


def _share_metrics(folder: Path) -> None:
    """Web processes count into files of one folder, empty at each start."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _end_in_order_on_signals() -> None:
    """Every signal that asks to end ends in order. A shell ignores SIGINT for what it runs in the background; we do not."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        # nohup asks to go on when the terminal is gone.
        signal.signal(signal.SIGHUP, _interrupt)


def _interrupt(number: int, frame: object) -> None:
    """The first signal ends in order; a second one must not cut that short."""
    for again in (signal.SIGINT, signal.SIGTERM):
        signal.signal(again, signal.SIG_IGN)
    raise KeyboardInterrupt
