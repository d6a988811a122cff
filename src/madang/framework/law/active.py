"""Which country's law is in force in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from typing import Any

from madang.framework.law.pack import Pack, load_pack

_chosen: ContextVar[str | None] = ContextVar("madang_country", default=None)


def active_code() -> str:
    """The code of the country in force: what `use_country` chose, else the setting MADANG_COUNTRY."""
    return _chosen.get() or str(_settings().MADANG_COUNTRY)


@cache
def _settings() -> Any:
    """Looked up when asked, so that the law itself imports no Django."""
    return import_module("django.conf").settings


def pack() -> Pack:
    """The active country's pack, read once a process. Raises PackFaulty, NoSuchPack."""
    return load_pack(active_code())


def country() -> Pack:
    """The same as `pack()`, for sentences that read better so."""
    return pack()


@contextmanager
def use_country(code: str) -> Iterator[Pack]:
    """The law of `code` in this block, for tests and for comparing countries."""
    token = _chosen.set(code)
    try:
        yield load_pack(code)
    finally:
        _chosen.reset(token)
