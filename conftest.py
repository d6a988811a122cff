"""What every test of the house stands on."""

import gc
import os
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

# As where it is served: reading the program in leaves nothing to collect, and looking for it would be a sixth of that.
gc.disable()

# Fifty examples a run of the suite; whoever works on a rule asks for more (`--hypothesis-profile=default`).
settings.register_profile("house", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

TRUNCATE_TRIGGERS = """
SELECT format('ALTER TABLE %I.%I {} TRIGGER %I', n.nspname, c.relname, t.tgname)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND t.tgtype & 32 = 32
"""

# Django makes these itself after each migration, and they are the same for every test.
OF_THE_SCHEMA = {"django_content_type", "auth_permission"}

# What Django does not know as its own: jobs, what rate limits counted, and the audit trail, which begins anew.
OF_OTHERS = (
    "DELETE FROM protect_bucket",
    "DELETE FROM procrastinate_jobs",
    "DELETE FROM procrastinate_workers",
    "TRUNCATE audit_entry, audit_head",
    "UPDATE audit_chain SET number = 0, hash = decode(repeat('00', 32), 'hex') WHERE number > 0",
)

# Tests that serve whole republics: one worker drives the browser, one kills and splits, so that the like do not compete.
BROWSER, SERVED = ("tests/browser",), ("tests/journeys", "tests/load", "tests/split")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: Any) -> None:
    """Each worker makes a folder for files of its own: the settings made one for this process already."""
    os.environ.pop("MADANG_VAR", None)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On workers the served republics begin first, for they take longest."""
    if os.environ.get("PYTEST_XDIST_WORKER"):
        items.sort(key=lambda item: not item.nodeid.startswith(BROWSER + SERVED))


def pytest_collection_finish() -> None:
    """What was read in stays: the collector need never look at it again, and seldom at all of what the tests made."""
    gc.freeze()
    gc.set_threshold(700, 10, 100)
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Files stay whole; the served republics are two groups. (xdist's own groups do not work with pytest 9.2.)"""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            for name, folders in (("browser", BROWSER), ("served", SERVED)):
                if nodeid.startswith(folders):
                    return name
            return nodeid.split("::", 1)[0]

    return ByFile(config, log)


def _empty_what_was_written(case: TransactionTestCase) -> None:
    """After a test that commits. Django's own way empties every table there is, hundreds, and then asks each app what belongs
    in them, which costs more than most of these tests."""
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - OF_THE_SCHEMA)
    quoted = [connection.ops.quote_name(table) for table in tables]
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})"  # noqa: S608 (names of our own tables)
        for table in quoted
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        written = [table for (table,) in cursor.fetchall()]
        if written:
            cursor.execute(f"TRUNCATE {', '.join(written)} CASCADE")
        for statement in OF_OTHERS:
            cursor.execute(statement)


TransactionTestCase._fixture_teardown = _empty_what_was_written


def switch_truncate_triggers(verb: str) -> None:
    """ENABLE or DISABLE every trigger that refuses TRUNCATE. Append-only tables refuse it; Django empties tables with it
    between tests that commit. UPDATE and DELETE stay refused."""
    with connection.cursor() as cursor:
        cursor.execute(TRUNCATE_TRIGGERS.format(verb))
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, with tables that tests may empty."""
    with django_db_blocker.unblock():
        switch_truncate_triggers("DISABLE")


@pytest.fixture
def append_only_for_real(db):
    """For tests that show that TRUNCATE is refused."""
    switch_truncate_triggers("ENABLE")


@pytest.fixture(autouse=True)
def _the_countrys_own_language():
    """A request sets its reader's language for its thread; the next test begins without."""
    translation.deactivate()
