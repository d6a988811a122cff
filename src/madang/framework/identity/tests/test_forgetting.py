"""What is dropped after its time."""

from datetime import timedelta

import pytest

from madang.framework.identity.models import Device, FailureCount, Session, SignInAttempt
from madang.framework.identity.tests.conftest import HOME, NOW, SECRET
from madang.framework.identity.usecases.forget_old import forget_old
from madang.framework.identity.usecases.sign_in import SignInFailed, sign_in

pytestmark = pytest.mark.django_db


def test_sessions_end_by_rest_and_histories_go_after_a_year(hana) -> None:
    sign_in(login="hana", password=SECRET, visitor=HOME, now=NOW)
    forget_old(now=NOW + timedelta(hours=1))
    assert Session.objects.get().ended_because == "expired"
    assert SignInAttempt.objects.count() == 1
    forget_old(now=NOW + timedelta(days=400))
    assert not Session.objects.exists()
    assert not SignInAttempt.objects.exists()
    assert not Device.objects.exists()


def test_failures_are_forgotten_after_a_day(hana) -> None:
    with pytest.raises(SignInFailed):
        sign_in(login="hana", password="wrong", visitor=HOME, now=NOW)
    forget_old(now=NOW + timedelta(hours=23))
    assert FailureCount.objects.count() == 2
    forget_old(now=NOW + timedelta(hours=25))
    assert not FailureCount.objects.exists()
