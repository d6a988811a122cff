"""A wallet's answer arrives: open it, believe it or not, tell the page, and note it for the holder."""

from datetime import datetime
from typing import Any

from django.db import transaction
from joserfc import jwe
from joserfc.errors import JoseError

from madang.systems.mobile_id.domain.asking import QUERY, Question
from madang.systems.mobile_id.domain.credential import Standing
from madang.systems.mobile_id.domain.verdict import Expected, Outcome, Verdict, judge
from madang.systems.mobile_id.formats import jose, presentation
from madang.systems.mobile_id.models import Credential, PresentationRequest, Showing
from madang.systems.mobile_id.usecases import addresses, keys
from madang.systems.mobile_id.usecases.ask_presentation import ALGORITHM, ENCRYPTION, open_request, response_key
from madang.systems.mobile_id.usecases.name import SIGN_IN
from madang.systems.mobile_id.usecases.questions import questions
from madang.systems.mobile_id.usecases.refusals import NotReadable, RequestGone

LARGEST = 100_000


def receive_presentation(*, key: str, response: str, now: datetime) -> Verdict:
    """The verdict, recorded for the page; a request is answered once. Raises RequestGone, NotReadable."""
    request = open_request(key=key, now=now)
    text = _presentation_in(_opened(request, response))
    expected = _expected(request, now)

    verdict, credential = _judged(text, expected)

    with transaction.atomic():
        waiting = PresentationRequest.objects.filter(pk=request.pk, answered_at=None)
        kept = credential if request.question == SIGN_IN else None
        if not waiting.update(answered_at=now, outcome=verdict.outcome, shown=dict(verdict.shown), credential=kept):
            raise RequestGone
        if credential is not None:
            Showing.objects.create(
                credential=credential, question=request.question, outcome=verdict.outcome, shown_at=now
            )
    return verdict


def _opened(request: PresentationRequest, response: str) -> dict[str, Any]:
    """The answer that was encrypted to this request (OpenID4VP 1.0, section 8.3)."""
    if not 0 < len(response) <= LARGEST:
        raise NotReadable
    try:
        opened = jwe.decrypt_compact(response, response_key(request=request), algorithms=[ALGORITHM, ENCRYPTION])
        answer = jose.read_object(text=jose.encode(opened.plaintext or b""))
    except (JoseError, ValueError, TypeError):
        raise NotReadable from None
    if answer.get("state") != request.key:
        raise NotReadable
    return answer


def _presentation_in(answer: dict[str, Any]) -> str:
    """The one presentation for our one query (section 8.1)."""
    token = answer.get("vp_token")
    shown = token.get(QUERY) if isinstance(token, dict) and set(token) == {QUERY} else None
    if not isinstance(shown, list) or len(shown) != 1 or not isinstance(shown[0], str):
        raise NotReadable
    return shown[0]


def _expected(request: PresentationRequest, now: datetime) -> Expected:
    question: Question = questions()[request.question]
    return Expected(
        question=question,
        types=(addresses.credential_type(),),
        audience=keys.verifier_id(),
        nonce=request.nonce,
        now=now,
    )


def _judged(text: str, expected: Expected) -> tuple[Verdict, Credential | None]:
    published = {keys.issuing_key_id(): keys.issuing_key()}
    try:
        read = presentation.read(text=text, issuer=addresses.issuer_id(), keys=published)
    except presentation.Unbelieved as fault:
        return Verdict(outcome=fault.outcome), None
    credential = Credential.objects.filter(thumbprint=read.thumbprint).first()
    if credential is None:
        return Verdict(outcome=Outcome.UNKNOWN_ISSUER), None
    verdict = judge(presented=read.presented, standing=Standing(credential.standing), expected=expected)
    return verdict, credential
