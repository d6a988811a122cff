"""A person who lost everything goes to a counter."""

from datetime import timedelta

import pytest

from madang.framework.audit.models import Entry
from madang.framework.identity.access import duty
from madang.framework.identity.actor import Assurance
from madang.framework.identity.may import Forbidden
from madang.framework.identity.models import EnrolmentCode, Passkey, Session
from madang.framework.identity.tests.conftest import HOME, MACHINE, NOW, actor, enter
from madang.framework.identity.usecases.assign_duty import assign_duty
from madang.framework.identity.usecases.count_failures import SignInBlocked
from madang.framework.identity.usecases.open_session import open_session
from madang.framework.identity.usecases.prove_at_counter import CodeRefused, Evidence, issue_code, recover
from madang.framework.identity.usecases.warn_owners import warn_owners
from madang.framework.identity.who import local_day
from madang.framework.values import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(people, office):
    """An official who checks identities."""
    account = people("clerk")
    duty("identity.proofing", title="Proofing officer")
    assign_duty(
        account=account, office=office, duty="identity.proofing", assigned_from=local_day(NOW), actor=MACHINE, now=NOW
    )
    return account


def code_for(account, clerk, *, now=NOW) -> str:
    return issue_code(account=account, evidence=Evidence.PASSPORT, actor=actor(clerk), now=now)


def test_a_code_signs_in_once_at_the_level_of_the_counter(hana, clerk, told) -> None:
    lost = open_session(account=hana, visitor=HOME, method="password", assurance=1, now=NOW).session
    code = code_for(hana, clerk)
    signed = recover(login="hana", code=f"{code[:4]} {code[4:].lower()}", visitor=HOME, now=NOW)
    assert (signed.session.assurance, signed.session.method) == (Assurance.SUBSTANTIAL, "proofing")
    assert Session.objects.get(pk=lost.pk).ended_because == "recovery"
    with pytest.raises(CodeRefused):
        recover(login="hana", code=code, visitor=HOME, now=NOW)
    assert told == [("hana", "code_issued"), ("hana", "new_device"), ("hana", "recovered")]
    entry = Entry.objects.get(action="identity.prove_at_counter")
    assert (entry.account, entry.detail["evidence"]) == (clerk.pk, "passport")
    assert code not in str(EnrolmentCode.objects.values())


def test_using_a_code_ends_the_passkeys_of_the_lost_device(hana, clerk) -> None:
    lost = Passkey.objects.create(
        account=hana, credential=b"c", public_key=b"k", handle=b"h", name="lost phone", level=2, enrolled_at=NOW
    )
    code = code_for(hana, clerk)
    lost.refresh_from_db()
    assert lost.removed_at is None, "the code alone does nothing"
    recover(login="hana", code=code, visitor=HOME, now=NOW)
    lost.refresh_from_db()
    assert lost.removed_at == NOW
    assert Entry.objects.get(action="identity.recover").detail["passkeys"] == 1


def test_a_code_is_its_own_persons_within_the_hour_and_the_last_one_counts(hana, sora, clerk) -> None:
    first = code_for(hana, clerk)
    with pytest.raises(CodeRefused):
        recover(login="sora", code=first, visitor=HOME, now=NOW)
    second = code_for(hana, clerk)
    with pytest.raises(CodeRefused):
        recover(login="hana", code=first, visitor=HOME, now=NOW)
    with pytest.raises(CodeRefused):
        recover(login="hana", code=second, visitor=HOME, now=NOW + timedelta(hours=1))


def test_guessing_codes_is_slowed_for_names_that_exist_and_that_do_not(hana, clerk) -> None:
    code_for(hana, clerk)
    for login in ("hana", "nobody"):
        for _guess in range(5):
            with pytest.raises(CodeRefused):
                recover(login=login, code="0000-0000-0000", visitor=HOME, now=NOW)
        with pytest.raises(SignInBlocked):
            recover(login=login, code="0000-0000-0000", visitor=HOME, now=NOW)


def test_only_the_duty_gives_out_codes_and_never_to_itself(hana, clerk, official) -> None:
    for giver, receiver in ((official, hana), (hana, hana), (clerk, clerk)):
        with pytest.raises(Forbidden):
            issue_code(account=receiver, evidence=Evidence.PASSPORT, actor=actor(giver), now=NOW)
    assert not EnrolmentCode.objects.exists()


def test_the_counters_pages_lead_from_a_name_to_a_code_and_to_the_passkeys(browser, hana, clerk) -> None:
    enter(browser, "clerk")
    assert f"/counter/identity/{hana.pk}/" in browser.get("/counter/identity/?q=hana").content.decode()
    unticked = browser.post(f"/counter/identity/{hana.pk}/", {"evidence": "passport"})
    assert (unticked.status_code, EnrolmentCode.objects.count()) == (422, 0)
    page = browser.post(f"/counter/identity/{hana.pk}/", {"evidence": "passport", "compared": "on"}).content.decode()
    code = page.split('<p class="m-figure"><strong>')[1].split("<")[0]
    browser.post("/sign-out/")
    reply = browser.post("/recover/", {"login": "hana", "code": code})
    assert reply["Location"] == "/settings/passkeys/"
    page = browser.get("/settings/passkeys/").content.decode()
    assert "You have no passkey yet" in page
    # Who was checked at a counter is not sent there again.
    assert "With a code from a counter" not in page


def test_the_owner_is_told_of_failed_attempts_once(browser, hana, told) -> None:
    for _guess in range(5):
        enter(browser, "hana", "wrong")
    assert told == []
    assert warn_owners(now=clock.now()) == 1
    assert warn_owners(now=clock.now()) == 0
    assert told == [("hana", "failed_attempts")]
