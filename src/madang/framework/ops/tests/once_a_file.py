"""What many tests of a file need in the database, written once for all of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that does not count as one and leaves nothing, as those of Django's test cases."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def once_a_file(make: Callable[[], Any]) -> Any:
    """A fixture of what `make` writes: once a file, in a transaction that ends with the file. What a test writes upon it is
    undone after that test, so each test begins with the same rows; it asks for `db` itself. Give back what stays the same
    (keys, not rows). Not for files with tests that commit."""

    @pytest.fixture(scope="module", name=make.__name__)
    def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
        with django_db_blocker.unblock(), undone():
            translation.deactivate()
            made = make()
            # What is checked at the end of a transaction is checked here, and not again after each test.
            connection.check_constraints()
            with django_db_blocker.block():
                yield made

    return kept
