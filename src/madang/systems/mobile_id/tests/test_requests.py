"""A verifier's request is answered once and within its five minutes."""

from datetime import timedelta

import pytest

from madang.framework.values import clock
from madang.systems.mobile_id.models import PresentationRequest
from madang.systems.mobile_id.usecases.ask_presentation import ask_presentation
from madang.systems.mobile_id.usecases.name import SIGN_IN
from madang.systems.mobile_id.usecases.receive_presentation import receive_presentation
from madang.systems.mobile_id.usecases.refusals import NotReadable, RequestGone

pytestmark = pytest.mark.django_db


def test_an_answer_that_comes_late_or_again_or_to_no_request_finds_none() -> None:
    now = clock.now()
    made = ask_presentation(question=SIGN_IN, now=now)
    for key, at in ((made.key, now + timedelta(minutes=5)), ("0" * 32, now)):
        with pytest.raises(RequestGone):
            receive_presentation(key=key, response="x", now=at)
    with pytest.raises(NotReadable):
        receive_presentation(key=made.key, response="not encrypted to this request", now=now)
    PresentationRequest.objects.filter(pk=made.pk).update(answered_at=now, outcome="accepted")
    with pytest.raises(RequestGone):
        receive_presentation(key=made.key, response="x", now=now)
