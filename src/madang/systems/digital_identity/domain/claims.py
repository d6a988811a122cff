"""What a relying party may be told, by scope (OpenID Connect Core 5.1, 5.4). Nothing else ever leaves."""

from collections.abc import Iterable, Mapping
from datetime import date

OPENID = "openid"
# Each scope and its claims. `openid` alone tells a name that only this relying party knows the person by.
CLAIMS: Mapping[str, tuple[str, ...]] = {
    OPENID: ("sub",),
    "profile": ("name",),
    "birthdate": ("birthdate",),
    "address": ("address",),
}
OFFERED = tuple(CLAIMS)


def scopes_of(*, text: str) -> tuple[str, ...]:
    """A scope parameter in our order, known ones only, each once."""
    asked = set(text.split())
    return tuple(scope for scope in OFFERED if scope in asked)


def needs_register(*, scopes: Iterable[str]) -> bool:
    """Whether these scopes tell anything that only the population register knows."""
    return any(scope != OPENID for scope in scopes)


def claims_for(*, scopes: Iterable[str], name: str, birth_on: date | None, address: str) -> dict[str, object]:
    """The claims of these scopes, without those that the register does not know."""
    told: dict[str, object] = {}
    asked = set(scopes)
    if "profile" in asked and name:
        told["name"] = name
    if "birthdate" in asked and birth_on:
        told["birthdate"] = birth_on.isoformat()
    if "address" in asked and address:
        told["address"] = {"formatted": address}
    return told
