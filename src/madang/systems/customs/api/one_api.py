"""The API that every room adds its endpoints to."""

from django.http import HttpRequest

from madang.framework.identity.actor import Actor
from madang.framework.identity.endpoints import Problem, ProblemAPI
from madang.framework.protect import limit

NOES = {403: Problem, 404: Problem, 409: Problem, 422: Problem, 429: Problem}

api = ProblemAPI(
    title="Customs",
    version="1",
    urls_namespace="customs_api",
    description="For carriers, forwarders, traders and their programs. Amounts are in smallest units of the currency.",
)


def acting(request: HttpRequest) -> Actor:
    """Who asks; each account so often a minute."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    limit(f"customs.api:{actor.account_id}", times=600, per_seconds=60)
    return actor
