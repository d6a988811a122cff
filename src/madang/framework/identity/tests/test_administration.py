"""The administrator's pages, and the first account of a deployment."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from madang.framework.identity.models import Account, DutyAssignment
from madang.framework.identity.tests.conftest import MACHINE, NOW, SECRET, actor, enter
from madang.framework.identity.usecases.assign_duty import assign_duty
from madang.framework.identity.who import local_day
from madang.framework.values import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(browser, people, office) -> Client:
    """An administrator at the desk."""
    given = {"office": office, "assigned_from": local_day(NOW), "actor": MACHINE, "now": NOW}
    assign_duty(account=people("chief"), duty="identity.administrator", **given)
    enter(browser, "chief")
    return browser


def test_an_account_is_opened_given_a_duty_and_relieved_of_it(chief, office) -> None:
    chief.post("/officials/", {"login": "newcomer", "name": "신입", "password": SECRET})
    newcomer = Account.objects.get(login="newcomer")
    page = f"/officials/{newcomer.pk}/"
    form = {"duty": "audit.read", "office": office.code, "start": local_day(clock.now())}
    assert chief.post(page, form).status_code == 302
    assert chief.post(page, form).status_code == 409
    held = DutyAssignment.objects.get(account=newcomer)
    auditor = Client()
    enter(auditor, "newcomer")
    assert auditor.get("/audit/").status_code == 200
    chief.post(f"/officials/duties/{held.pk}/end/")
    assert auditor.get("/audit/").status_code == 403


def test_an_administrator_gives_themselves_nothing_and_keeps_what_they_have(chief, office) -> None:
    own = Account.objects.get(login="chief")
    form = {"duty": "audit.read", "office": office.code, "start": local_day(clock.now())}
    assert chief.post(f"/officials/{own.pk}/", form).status_code == 403
    assert chief.post(f"/officials/duties/{own.duties.get().pk}/end/").status_code == 403
    assert "themselves" in chief.get(f"/officials/{own.pk}/").content.decode()


def test_what_the_form_does_not_ask_is_not_taken(chief) -> None:
    form = {
        "login": "newcomer",
        "name": "신입",
        "password": SECRET,
        "person": "person-hana",
        "demo": "on",
        "role": "{}",
    }
    chief.post("/officials/", form)
    newcomer = Account.objects.get(login="newcomer")
    assert (newcomer.person, newcomer.demo, newcomer.role) == (None, False, {})


def test_residents_are_not_listed_and_get_no_further(chief, hana) -> None:
    assert "<code>chief</code>" in chief.get("/officials/").content.decode()
    assert "<code>hana</code>" not in chief.get("/officials/?q=hana").content.decode()
    assert chief.get(f"/officials/{hana.pk}/").status_code == 404
    resident = Client()
    enter(resident, "hana")
    assert resident.get("/officials/").status_code == 403


def test_a_weak_first_password_is_refused_at_its_field(chief) -> None:
    answer = chief.post("/officials/", {"login": "newcomer", "name": "신입", "password": "short"})
    assert answer.status_code == 422
    assert "at least 10" in answer.content.decode()


def test_the_first_administrator_is_made_at_the_machine(office, monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(SECRET + "\n"))
    call_command("open_account", "first", name="First", duty="identity.administrator", office=office.code)
    today = clock.now()
    assert actor(Account.objects.get(login="first"), today).has_duty("identity.administrator", office.code)
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with translation.override("en"), pytest.raises(CommandError, match="at least 10"):
        call_command("open_account", "second", name="Second")
    with translation.override("en"), pytest.raises(CommandError, match="office"):
        call_command("open_account", "third", name="Third", duty="audit.read")
