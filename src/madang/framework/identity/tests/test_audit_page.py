"""The auditor's page."""

import pytest

from madang.framework import audit
from madang.framework.audit.models import Entry
from madang.framework.identity.tests.conftest import MACHINE, NOW, enter
from madang.framework.identity.usecases.assign_duty import assign_duty
from madang.framework.identity.who import local_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(browser, people, office):
    """An auditor at the desk."""
    account = people("auditor")
    assign_duty(account=account, office=office, duty="audit.read", assigned_from=local_day(NOW), actor=MACHINE, now=NOW)
    enter(browser, "auditor")
    return browser


def test_the_auditor_finds_what_was_done_to_a_case_and_leaves_a_trace(auditor) -> None:
    audit.record(actor=MACHINE, action="cases.decide", target="case:A-1", detail={"outcome": "granted"}, now=NOW)
    audit.record(actor=MACHINE, action="cases.decide", target="case:B-2", detail={}, now=NOW)
    page = auditor.get("/audit/?target=case:A-1").content.decode()
    assert "case:A-1" in page
    assert "outcome: granted" in page
    assert "case:B-2" not in page
    assert Entry.objects.filter(action="audit.search", detail__target="case:A-1").exists()


def test_search_by_who_action_and_day(auditor, hana) -> None:
    enter(auditor.__class__(), "hana")
    assert "identity.sign_in" in auditor.get("/audit/?actor=hana&action=identity.").content.decode()
    assert "Nothing was recorded" in auditor.get("/audit/?actor=hana&until=2001-01-01").content.decode()
    assert auditor.get("/audit/?start=nonsense").status_code == 422


def test_pages_of_fifty(auditor) -> None:
    audit.record_many(actor=MACHINE, entries=[("paging.entry", f"n:{n}", {}) for n in range(120)], now=NOW)
    page = auditor.get("/audit/?action=paging.&page=3").content.decode()
    assert page.count("<code>paging.entry</code>") == 20


def test_residents_and_visitors_do_not_read_the_trail(browser, hana) -> None:
    assert browser.get("/audit/")["Location"].startswith("/sign-in/")
    enter(browser, "hana")
    assert browser.get("/audit/").status_code == 403
