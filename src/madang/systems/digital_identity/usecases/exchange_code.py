"""The token endpoint: a code or a refresh token for tokens."""

from collections.abc import Mapping
from datetime import datetime

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error
from django.db import transaction

from madang.systems.digital_identity.usecases.server import Answer, Request, Server, machine_answer, refused, single


def exchange_code(*, parameters: Mapping[str, list[str]], now: datetime) -> Answer:
    """Tokens, or the error of RFC 6749 s. 5.2. One transaction: what a misuse ends stays ended although it is refused."""
    with transaction.atomic():
        try:
            request = Request(single(parameters))
            if not request.form.get("grant_type"):
                raise InvalidRequestError("The grant_type is missing.")
            answer: Answer = Server(now=now).create_token_response(request)
        except OAuth2Error as error:
            return refused(error)
    # The library writes its own errors as a list of pairs.
    return machine_answer(Answer(answer.status, dict(answer.body)))
