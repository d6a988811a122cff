"""The worker process: `python -m madang.framework.jobs.worker`."""

import asyncio
import faulthandler
import os
import signal
from typing import TYPE_CHECKING, cast

from madang.framework.jobs.stalled import retry_stalled

if TYPE_CHECKING:
    from procrastinate.app import App, WorkerOptions


def run_worker(*, concurrency: int = 2, wait: bool = True, queues: tuple[str, ...] = ()) -> None:
    """Run jobs until a signal stops it (the running ones are finished), or until none is due if not `wait`."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    retry_stalled()
    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    with app.replace_connector(connector) as worker:
        options: WorkerOptions = {"concurrency": concurrency, "wait": wait, "shutdown_graceful_timeout": 10.0}
        if queues:
            options["queues"] = list(queues)
        asyncio.run(_run(worker, options))


async def _run(worker: "App", options: "WorkerOptions") -> None:
    async with worker.open_async():
        await worker.run_worker_async(**options)


if __name__ == "__main__":
    import django

    # What every thread of it does just now, into its log: `kill -USR1`.
    faulthandler.register(signal.SIGUSR1)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.demo")
    django.setup()
    run_worker(concurrency=int(os.environ.get("MADANG_WORKER_CONCURRENCY", "2")))
