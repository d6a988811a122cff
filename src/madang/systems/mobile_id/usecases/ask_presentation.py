"""A verifier's page asks a wallet: a signed request (OpenID4VP 1.0, section 5) that is answered once, encrypted."""

import base64
import json
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from joserfc.jwk import ECKey

from madang.framework.values import Refusal
from madang.systems.mobile_id.domain.asking import dcql
from madang.systems.mobile_id.formats import jose
from madang.systems.mobile_id.formats.jose import public_jwk
from madang.systems.mobile_id.models import PresentationRequest
from madang.systems.mobile_id.usecases import addresses, keys
from madang.systems.mobile_id.usecases.questions import questions
from madang.systems.mobile_id.usecases.refusals import RequestGone
from madang.systems.mobile_id.usecases.secrets import new_secret

LIFE = timedelta(minutes=5)
ALGORITHM, ENCRYPTION = "ECDH-ES", "A128GCM"


class NoSuchQuestion(Refusal):
    """No verifier is registered for this question."""

    code = "mobile_id.question.unknown"
    says = _("No verifier is registered for this question. Choose one from the list.")
    status = 404


def ask_presentation(*, question: str, now: datetime) -> PresentationRequest:
    """A new request of the verifier's page. Raises NoSuchQuestion."""
    if question not in questions():
        raise NoSuchQuestion
    secret = json.dumps(ECKey.generate_key("P-256", auto_kid=True).as_dict(private=True))
    return PresentationRequest.objects.create(
        question=question,
        nonce=new_secret(),
        response_key=secret,
        made_at=now,
        expires_at=now + LIFE,
    )


def response_key(*, request: PresentationRequest) -> ECKey:
    """The key that the wallet encrypts its answer to."""
    return ECKey.import_key(json.loads(request.response_key))


def link_of(*, request: PresentationRequest) -> str:
    """What the QR code holds: whom to ask for the signed request."""
    values = {"client_id": keys.verifier_id(), "request_uri": addresses.request_object(key=request.key)}
    return f"openid4vp://?{urlencode(values)}"


def open_request(*, key: str, now: datetime) -> PresentationRequest:
    """The request that may still be answered. Raises RequestGone."""
    found = PresentationRequest.objects.filter(key=key, answered_at=None, expires_at__gt=now).first()
    if found is None:
        raise RequestGone
    return found


def request_object(*, key: str, now: datetime) -> str:
    """The signed request as the wallet fetches it (RFC 9101). Raises RequestGone."""
    request = open_request(key=key, now=now)
    question = questions()[request.question]
    own = response_key(request=request)
    name = question.verifier_name(language=get_language() or "en")
    answer_to = {**public_jwk(key=own), "kid": str(own.thumbprint()), "use": "enc", "alg": ALGORITHM}
    claims = {
        "client_id": keys.verifier_id(),
        "aud": "https://self-issued.me/v2",
        "response_type": "vp_token",
        "response_mode": "direct_post.jwt",
        "response_uri": addresses.response(key=request.key),
        "nonce": request.nonce,
        "state": request.key,
        "iat": int(now.timestamp()),
        "exp": int(request.expires_at.timestamp()),
        "dcql_query": dcql(question=question, types=(addresses.credential_type(),)),
        "client_metadata": {
            "client_name": name,
            "jwks": {"keys": [answer_to]},
            "encrypted_response_enc_values_supported": [ENCRYPTION],
            "vp_formats_supported": {
                "dc+sd-jwt": {"sd-jwt_alg_values": [jose.ALGORITHM], "kb-jwt_alg_values": [jose.ALGORITHM]}
            },
        },
    }
    chain = [base64.b64encode(keys.asking_certificate()).decode()]
    header = {"typ": "oauth-authz-req+jwt", "x5c": chain}
    return jose.sign(header=header, claims=claims, key=keys.asking_key())
