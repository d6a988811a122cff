"""`./madang down`: stop what runs in this checkout."""

import os
import signal
import time

import click

from madang.framework.ops.database import embedded
from madang.site.cli.console import CommandFault, say
from madang.site.cli.runtime import serving_process
from madang.site.cli.services import end_left_over
from madang.site.setup.checkout import here

SECONDS = 60


@click.command()
@click.option("--erase", is_flag=True, help="Also delete this checkout's embedded databases, all countries and sizes.")
def command(erase: bool) -> int:
    """Stop web, worker and embedded database, whatever state they are in."""
    checkout = here()
    process = serving_process(checkout)
    if process is not None:
        os.kill(process, signal.SIGTERM)
        deadline = time.monotonic() + SECONDS
        while serving_process(checkout) is not None:
            if time.monotonic() > deadline:
                raise CommandFault(
                    f"Madang (process {process}) did not stop within {SECONDS} s; end it with kill -9 {process}."
                )
            time.sleep(0.1)
    end_left_over(checkout.var / "services.json")
    for name in ("postgres", "postgres-test"):
        cluster = embedded(var=checkout.var, name=name)
        if erase:
            cluster.erase()
        elif cluster.data.exists():
            cluster.stop()
    say("Everything is stopped." if not erase else "Everything is stopped and the demo's databases are deleted.")
    return 0
