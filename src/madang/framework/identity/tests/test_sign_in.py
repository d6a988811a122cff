"""Signing in with a password."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.audit.models import Entry
from madang.framework.identity import lockout, passwords
from madang.framework.identity.models import FailureCount, Session, SignInAttempt
from madang.framework.identity.tests.conftest import HOME, NOW, SECRET
from madang.framework.identity.usecases.count_failures import SignInBlocked, address_key
from madang.framework.identity.usecases.open_session import Visitor
from madang.framework.identity.usecases.sign_in import SignInFailed, sign_in


def fail(login: str, *, now=NOW, visitor=HOME) -> None:
    with pytest.raises(SignInFailed):
        sign_in(login=login, password="wrong", visitor=visitor, now=now)


def test_name_and_password_open_a_session_and_the_history_shows_it(hana) -> None:
    signed = sign_in(login=" Hana ", password=SECRET, visitor=HOME, now=NOW)
    assert Session.objects.get().account == hana
    assert signed.session.assurance == 1
    assert SignInAttempt.objects.get().outcome == SignInAttempt.GOOD
    assert Entry.objects.filter(action="identity.sign_in", target=f"account:{hana.pk}").exists()


def test_a_wrong_password_and_an_unknown_name_are_told_in_the_same_words(hana) -> None:
    said = set()
    for login in ("hana", "nobody-of-that-name"):
        with pytest.raises(SignInFailed) as refused:
            sign_in(login=login, password="wrong", visitor=HOME, now=NOW)
        said.add(str(refused.value))
    assert len(said) == 1


def test_a_closed_account_is_told_like_an_unknown_one(hana) -> None:
    hana.closed_at = NOW
    hana.save()
    fail("hana")
    with pytest.raises(SignInFailed):
        sign_in(login="hana", password=SECRET, visitor=HOME, now=NOW)


def test_known_and_unknown_names_cost_one_hash_and_the_same_statements(hana, monkeypatch) -> None:
    # The hash that stands in for nobody's is made once a process; after that every try costs one verification.
    passwords._nobodys_password.cache_clear()
    passwords._nobodys_password()
    verified = []
    verify = hashers.Argon2PasswordHasher.verify
    monkeypatch.setattr(
        hashers.Argon2PasswordHasher, "verify", lambda self, *given: verified.append(1) or verify(self, *given)
    )
    statements = []
    for login in ("hana", "nobody"):
        with CaptureQueriesContext(connection) as queries:
            fail(login)
        statements.append([query["sql"].split()[0] for query in queries.captured_queries])
    assert len(verified) == 2
    # The first try also makes the address's count.
    assert statements[0].count("INSERT") - 1 == statements[1].count("INSERT")
    assert statements[0][-1] == statements[1][-1] == "INSERT"


@pytest.mark.parametrize("login", ["hana", "nobody"])
def test_after_five_failures_the_name_is_closed_for_a_growing_while_whether_it_exists_or_not(hana, login) -> None:
    for _try in range(5):
        fail(login)
    waits = []
    now = NOW
    for _round in range(4):
        with pytest.raises(SignInBlocked) as refused:
            sign_in(login=login, password=SECRET, visitor=HOME, now=now)
        waits.append(refused.value.values["retry_after"])
        with translation.override("en"):
            assert "Please try again in" in str(refused.value)
        now += timedelta(seconds=waits[-1])
        fail(login, now=now)
    assert waits == [30, 60, 120, 240]


def test_asking_while_closed_does_not_prolong_the_wait_and_afterwards_the_owner_gets_in(hana) -> None:
    for _try in range(5):
        fail("hana")
    for _try in range(50):
        with pytest.raises(SignInBlocked):
            sign_in(login="hana", password=SECRET, visitor=HOME, now=NOW + timedelta(seconds=10))
    sign_in(login="hana", password=SECRET, visitor=HOME, now=NOW + timedelta(seconds=31))
    assert not FailureCount.objects.filter(key__startswith="login:").exists()


def test_a_stranger_cannot_lock_the_owner_out_of_a_device_used_before(hana) -> None:
    token = sign_in(login="hana", password=SECRET, visitor=HOME, now=NOW).device_token
    stranger = Visitor(address="198.51.100.7", label="Firefox · Linux")
    for _try in range(5):
        fail("hana", visitor=stranger)
    with pytest.raises(SignInBlocked):
        sign_in(login="hana", password=SECRET, visitor=HOME, now=NOW)
    own = Visitor(address=HOME.address, label=HOME.label, device_token=token)
    assert sign_in(login="hana", password=SECRET, visitor=own, now=NOW).device_token == token


def test_a_device_cookie_of_one_account_is_no_free_pass_to_another(hana, sora) -> None:
    token = sign_in(login="sora", password=SECRET, visitor=HOME, now=NOW).device_token
    theirs = Visitor(address=HOME.address, label=HOME.label, device_token=token)
    for _try in range(5):
        fail("hana", visitor=theirs)
    with pytest.raises(SignInBlocked):
        sign_in(login="hana", password=SECRET, visitor=theirs, now=NOW)


def test_one_address_that_tries_many_names_is_closed_and_its_own_good_sign_ins_do_not_help(hana) -> None:
    for number in range(lockout.ADDRESS.free - 1):
        if number % 5 == 0:
            sign_in(login="hana", password=SECRET, visitor=HOME, now=NOW)
        fail(f"name{number}")
    fail("one-more")
    with pytest.raises(SignInBlocked):
        sign_in(login="hana", password=SECRET, visitor=HOME, now=NOW)
    elsewhere = Visitor(address="198.51.100.7", label="Firefox · Linux")
    sign_in(login="hana", password=SECRET, visitor=elsewhere, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_at_once_are_counted_before_they_are_checked(hana) -> None:
    checked = []

    def guess() -> None:
        try:
            sign_in(login="hana", password="wrong", visitor=HOME, now=NOW)
        except SignInFailed:
            checked.append(1)
        except SignInBlocked:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(checked) == 5


@given(st.integers(min_value=0, max_value=10_000))
def test_the_delay_never_shrinks_and_never_passes_its_limit(failures: int) -> None:
    for policy in (lockout.ACCOUNT, lockout.DEVICE, lockout.ADDRESS):
        assert policy.delay(failures=failures) <= policy.delay(failures=failures + 1) <= policy.longest


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.5", "address:203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64"),
        ("::ffff:203.0.113.5", "address:203.0.113.5"),
        ("<script>", "address:unknown"),
    ],
)
def test_an_ipv6_neighbourhood_counts_as_one_address(address, key) -> None:
    assert address_key(address=address) == key


def test_the_password_is_argon2id(hana) -> None:
    assert hana.password.startswith("argon2$argon2id$")


@pytest.mark.parametrize(
    "weak", ["short", "password123", "1234567890", "hana-is-my-name", "aaaaaaaaaaaa", "x" * 129, "anah"]
)
def test_weak_passwords_are_named_as_such(weak) -> None:
    assert passwords.faults(password=weak, login="hana", name="Kim Hana")


def test_the_demo_password_and_a_sentence_are_good_enough() -> None:
    assert not passwords.faults(password="madang-demo", login="hana", name="Kim Hana")
    assert not passwords.faults(password="마당 넓은 집에 해가 든다", login="hana", name="Kim Hana")


@pytest.mark.parametrize("login", ["hana", "no-such-name", "correct horse battery staple"])
def test_a_failed_sign_in_is_in_the_audit_trail_without_what_was_typed(hana, login) -> None:
    with pytest.raises(SignInFailed):
        sign_in(login=login, password="my secret word", visitor=Visitor("192.0.2.9", "test"), now=NOW)
    entry = Entry.objects.get(action="identity.sign_in_failed")
    assert entry.target == (f"account:{hana.pk}" if login == "hana" else "account:unknown")
    kept = f"{entry.target} {entry.detail} {entry.actor_name}"
    assert "secret" not in kept
    assert login not in kept
    assert entry.detail["address"] == "192.0.2.9"
