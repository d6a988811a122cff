"""Declaring work that runs later."""

from collections.abc import Callable
from typing import Any, Protocol, cast

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


class Job(Protocol):
    """A declared job: call it to run it here and now, or hand it to `later`."""

    name: str
    queue: str
    priority: int
    lock: str | None
    queueing_lock: str | None

    def __call__(self, *args: Any, **arguments: Any) -> Any:
        """Run it in this process."""
        ...

    def configure(self, **options: Any) -> Any:
        """A deferrer with options (procrastinate)."""
        ...


def job(*, queue: str = "default", retry: int = 8) -> Callable[[Callable[..., Any]], Job]:
    """Declare a function as a job. Arguments are JSON values.

    It is tried up to `retry` times after its first failure, 4, 16, 64 … seconds apart. A job may run twice (a worker killed
    after its work and before its mark), so it is idempotent.
    """

    def declare(function: Callable[..., Any]) -> Job:
        strategy = RetryStrategy(max_attempts=retry, exponential_wait=4) if retry else False
        return cast(Job, app.task(queue=queue, name=_name(function), retry=strategy)(function))

    return declare


def every(cron: str, *, queue: str = "schedule") -> Callable[[Callable[[], Any]], Job]:
    """Declare a function without arguments that runs on a schedule (`cron`, UTC); workers together run each tick once."""

    def declare(function: Callable[[], Any]) -> Job:
        def tick(timestamp: int) -> None:
            function()

        task = app.task(queue=queue, name=_name(function), queueing_lock=_name(function))(tick)
        app.periodic(cron=cron, periodic_id=_name(function))(task)
        return cast(Job, task)

    return declare


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{getattr(function, '__qualname__', 'job')}"
