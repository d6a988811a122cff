"""What every test of the house stands on."""

import pytest
from django.db import connection
from django.test import TransactionTestCase

TRUNCATE_TRIGGERS = """
SELECT format('ALTER TABLE %I.%I {} TRIGGER %I', n.nspname, c.relname, t.tgname)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND t.tgtype & 32 = 32
"""


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
def _no_jobs_of_earlier_tests(request, django_db_blocker):
    """Tests that commit begin without the jobs that earlier ones left waiting: Django empties its own tables, not those."""
    commits = "transactional_db" in request.fixturenames or "live_server" in request.fixturenames
    if commits or (request.cls is not None and issubclass(request.cls, TransactionTestCase)):
        if "django_db_setup" not in request.fixturenames:
            request.getfixturevalue("django_db_setup")
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
