"""What a relying party must be like to be registered."""

import ipaddress
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from madang.systems.digital_identity.domain.claims import OFFERED, OPENID

LONGEST_ADDRESS = 500
MOST_ADDRESSES = 10
MOST_KEYS = 5
ALGORITHMS = ("ES256", "PS256")
_PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field; `value` is what was found."""

    code: str
    place: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What an applicant asks to be registered."""

    name: str
    purpose: str
    redirect_uris: tuple[str, ...]
    post_logout_uris: tuple[str, ...] = ()
    logout_uri: str = ""
    scopes: tuple[str, ...] = (OPENID,)
    level: int = 1
    jwks: str = ""


def address_problem(*, address: str, loopback: bool) -> str:
    """Why an address cannot be registered, or nothing: absolute, https, exact; no fragment (RFC 6749 s. 3.1.2), no user name,
    no wildcard. `loopback` allows plain http to this machine, for demonstrations and development (RFC 8252 s. 7.3)."""
    if len(address) > LONGEST_ADDRESS or any(ord(symbol) <= 32 or ord(symbol) > 126 for symbol in address):
        return "address.form"
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "address.form"
    if not host or "*" in address or "\\" in address or "@" in parts.netloc:
        return "address.form"
    if "#" in address:
        return "address.fragment"
    if parts.scheme == "http" and loopback and host in ("127.0.0.1", "localhost", "::1"):
        return ""
    if parts.scheme != "https":
        return "address.https"
    return "address.private" if _is_private(host) else ""


def _is_private(host: str) -> bool:
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host


def read_keys(*, text: str) -> list[dict[str, str]]:
    """The public keys of a JWK Set. Raises ValueError with the code of what is wrong."""
    if len(text) > 20_000:
        raise ValueError("jwks.form")
    try:
        found = json.loads(text)
        keys = found["keys"] if isinstance(found, dict) and "keys" in found else [found]
    except (ValueError, RecursionError) as error:
        raise ValueError("jwks.form") from error
    if not isinstance(keys, list) or not 1 <= len(keys) <= MOST_KEYS:
        raise ValueError("jwks.form")
    for key in keys:
        _check_key(key)
    return keys


def _check_key(key: object) -> None:
    if not isinstance(key, dict) or not all(isinstance(value, str | list) for value in key.values()):
        raise ValueError("jwks.form")
    if _PRIVATE.intersection(key):
        raise ValueError("jwks.private")
    is_p256 = key.get("kty") == "EC" and key.get("crv") == "P-256"
    # A modulus of 2048 bits has 342 symbols in base64url.
    is_rsa = key.get("kty") == "RSA" and isinstance(key.get("n"), str) and len(key["n"]) >= 342
    if not (is_p256 or is_rsa):
        raise ValueError("jwks.kind")


def problems_of(*, asked: Registration, loopback: bool) -> tuple[Problem, ...]:
    """Everything that speaks against a registration."""
    return tuple(_problems(asked, loopback))


def _problems(asked: Registration, loopback: bool) -> Iterator[Problem]:
    if not 2 <= len(asked.name.strip()) <= 80:
        yield Problem("name", "name")
    if not 10 <= len(asked.purpose.strip()) <= 300:
        yield Problem("purpose", "purpose")
    yield from _address_problems(asked, loopback)
    if OPENID not in asked.scopes or not set(asked.scopes) <= set(OFFERED):
        yield Problem("scopes", "scopes")
    if asked.level not in (1, 2, 3):
        yield Problem("level", "level")
    try:
        read_keys(text=asked.jwks)
    except ValueError as error:
        yield Problem(str(error), "jwks")


def _address_problems(asked: Registration, loopback: bool) -> Iterator[Problem]:
    if not 1 <= len(asked.redirect_uris) <= MOST_ADDRESSES:
        yield Problem("redirect_uris", "redirect_uris")
    if len(asked.post_logout_uris) > MOST_ADDRESSES:
        yield Problem("redirect_uris", "post_logout_uris")
    lists = {"redirect_uris": asked.redirect_uris, "post_logout_uris": asked.post_logout_uris}
    lists["logout_uri"] = (asked.logout_uri,) if asked.logout_uri else ()
    for place, addresses in lists.items():
        for address in addresses:
            found = address_problem(address=address, loopback=loopback)
            if found:
                yield Problem(found, place, address[:80])
    sound = (one for one in asked.redirect_uris if not address_problem(address=one, loopback=True))
    if len({urlsplit(one).hostname for one in sound}) > 1:
        # One host is the sector by which a person's name differs from party to party (OpenID Connect Core 8.1).
        yield Problem("redirect_hosts", "redirect_uris")


def sector_of(*, redirect_uris: tuple[str, ...]) -> str:
    """The host that pairwise names are made for (OpenID Connect Core 8.1)."""
    return urlsplit(redirect_uris[0]).hostname or ""


def registration_of(*, data: Mapping[str, object]) -> Registration:
    """A registration from the data of a case."""
    return Registration(
        name=str(data.get("name", "")),
        purpose=str(data.get("purpose", "")),
        redirect_uris=_texts(data.get("redirect_uris")),
        post_logout_uris=_texts(data.get("post_logout_uris")),
        logout_uri=str(data.get("logout_uri", "")),
        scopes=_texts(data.get("scopes")),
        level=int(str(data.get("level", 1))),
        jwks=str(data.get("jwks", "")),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else ()
