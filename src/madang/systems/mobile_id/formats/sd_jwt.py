"""Selective disclosure for JSON Web Tokens (RFC 9901): issue, present, read; with key binding. SHA-256, compact form."""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from joserfc.jwk import ECKey

from madang.systems.mobile_id.formats import jose

HASH = "sha-256"
TYPE = "dc+sd-jwt"
BINDING_TYPE = "kb+jwt"
LARGEST = 60_000
MOST_DISCLOSURES = 200
DEEPEST = 12
_RESERVED = ("_sd", "...")
Path = tuple[str, ...]


class NotAnSdJwt(ValueError):
    """The text is no SD-JWT that follows the standard."""


@dataclass(frozen=True, slots=True)
class SdJwt:
    """The parts of an SD-JWT as they travel (RFC 9901, section 4)."""

    token: str
    disclosures: tuple[str, ...]
    binding: str = ""

    @property
    def bound_text(self) -> str:
        """What the key binding's `sd_hash` covers: all up to and with the last tilde before it."""
        return "~".join((self.token, *self.disclosures, ""))

    def __str__(self) -> str:
        return self.bound_text + self.binding


@dataclass(frozen=True, slots=True)
class Opened:
    """The claims of the token with every disclosure put in its place, and the paths of what was disclosed."""

    claims: dict[str, Any]
    disclosed: frozenset[Path] = field(default_factory=frozenset)


def digest(*, text: str) -> str:
    """The digest of a disclosure, or `sd_hash` (sections 4.2.3 and 4.3)."""
    return jose.encode(hashlib.sha256(text.encode("ascii")).digest())


def new_salt() -> str:
    """128 random bits (section 9.3)."""
    return jose.encode(secrets.token_bytes(16))


def issue(
    *,
    hidden: Mapping[str, Any],
    shown: Mapping[str, Any],
    header: Mapping[str, Any],
    key: ECKey,
    salt: Callable[[], str] = new_salt,
) -> SdJwt:
    """A token with the claims `shown` in clear and each of `hidden` as a disclosure; a mapping's members each by itself."""
    disclosures: list[str] = []
    body = dict(shown)
    body["_sd_alg"] = HASH
    digests: list[str] = []
    for name, value in hidden.items():
        if isinstance(value, Mapping):
            body[name] = {"_sd": sorted(_disclose(member, value[member], salt, disclosures) for member in value)}
        else:
            digests.append(_disclose(name, value, salt, disclosures))
    # Sorted, so that the order of the claims tells nothing.
    body["_sd"] = sorted(digests)
    return SdJwt(jose.sign(header={"typ": TYPE, **header}, claims=body, key=key), tuple(disclosures))


def _disclose(name: str, value: Any, salt: Callable[[], str], disclosures: list[str]) -> str:
    disclosure = jose.encode(jose.compact([salt(), name, value]))
    disclosures.append(disclosure)
    return digest(text=disclosure)


def parse(*, text: str) -> SdJwt:
    """The parts of an SD-JWT, with a key binding or none. NotAnSdJwt."""
    if len(text) > LARGEST or not text.isascii():
        raise NotAnSdJwt("The presentation is too long or not ASCII.")
    token, tilde, rest = text.partition("~")
    parts = rest.split("~")
    if not tilde or len(parts) > MOST_DISCLOSURES or not all(parts[:-1]):
        raise NotAnSdJwt("The presentation is not a token with its disclosures.")
    return SdJwt(token, tuple(parts[:-1]), parts[-1])


def present(
    *, credential: SdJwt, paths: Iterable[Path], key: ECKey, audience: str, nonce: str, issued_at: int
) -> SdJwt:
    """The credential with the disclosures of `paths` alone, bound to the holder's key for one audience and nonce."""
    wanted = set(paths)
    kept = tuple(one for one, path in _paths(credential).items() if path in wanted)
    chosen = SdJwt(credential.token, kept)
    claims = {"iat": issued_at, "aud": audience, "nonce": nonce, "sd_hash": digest(text=chosen.bound_text)}
    return SdJwt(chosen.token, kept, jose.sign(header={"typ": BINDING_TYPE}, claims=claims, key=key))


def _paths(credential: SdJwt) -> dict[str, Path]:
    """The path that each disclosure fills."""
    found: dict[str, Path] = {}
    _fill(jose.body_of(token=credential.token), _Disclosures(credential.disclosures, found), (), 0)
    return found


def open_claims(*, claims: Mapping[str, Any], disclosures: tuple[str, ...]) -> Opened:
    """Put each disclosure where its digest stands (section 7.1). NotAnSdJwt for whatever the standard refuses."""
    if claims.get("_sd_alg", HASH) != HASH:
        raise NotAnSdJwt("The digests are of another algorithm than SHA-256.")
    found: dict[str, Path] = {}
    reader = _Disclosures(disclosures, found)
    filled = _fill(dict(claims), reader, (), 0)
    if len(found) != len(disclosures):
        raise NotAnSdJwt("A disclosure belongs to no digest of the token.")
    filled.pop("_sd_alg", None)
    return Opened(filled, frozenset(found.values()))


class _Disclosures:
    """The disclosures by digest; each is used once, and no digest stands twice."""

    def __init__(self, disclosures: tuple[str, ...], found: dict[str, Path]) -> None:
        self.by_digest = {digest(text=one): one for one in disclosures}
        if len(self.by_digest) != len(disclosures):
            raise NotAnSdJwt("A disclosure stands twice.")
        self.found = found
        self.seen: set[str] = set()

    def take(self, name: Any, *, length: int) -> tuple[str, list[Any]] | None:
        """The disclosure with this digest, read; None for a decoy or what is not disclosed."""
        if not isinstance(name, str) or name in self.seen:
            raise NotAnSdJwt("A digest is no text or stands twice.")
        self.seen.add(name)
        disclosure = self.by_digest.get(name)
        if disclosure is None:
            return None
        value = _array(disclosure)
        if len(value) != length:
            raise NotAnSdJwt("A disclosure does not have the parts that its place asks for.")
        return disclosure, value


def _array(disclosure: str) -> list[Any]:
    try:
        value = jose.read_object(text=jose.encode(b'{"d":' + jose.decode(disclosure) + b"}"))["d"]
    except (jose.NotAToken, KeyError):
        raise NotAnSdJwt("A disclosure is not JSON in base64url.") from None
    if not isinstance(value, list) or len(value) not in (2, 3) or not isinstance(value[0], str):
        raise NotAnSdJwt("A disclosure is not an array of a salt and a claim.")
    return value


def _fill(value: Any, reader: _Disclosures, path: Path, depth: int) -> Any:
    if depth > DEEPEST:
        raise NotAnSdJwt("The claims are nested too deeply.")
    if isinstance(value, list):
        return _fill_list(value, reader, path, depth)
    if not isinstance(value, dict):
        return value
    if "..." in value:
        raise NotAnSdJwt("A placeholder of an array stands where there is no array.")
    filled = {name: _fill(one, reader, (*path, name), depth + 1) for name, one in value.items() if name != "_sd"}
    digests = value.get("_sd", [])
    if not isinstance(digests, list):
        raise NotAnSdJwt("The digests are not an array.")
    for name in digests:
        taken = reader.take(name, length=3)
        if taken is None:
            continue
        disclosure, (_salt, claim, content) = taken
        if not isinstance(claim, str) or claim in _RESERVED or claim in filled:
            raise NotAnSdJwt("A disclosure names a claim that it may not name, or that stands already.")
        reader.found[disclosure] = (*path, claim)
        filled[claim] = _fill(content, reader, (*path, claim), depth + 1)
    return filled


def _fill_list(value: list[Any], reader: _Disclosures, path: Path, depth: int) -> list[Any]:
    filled: list[Any] = []
    for place, one in enumerate(value):
        if not (isinstance(one, dict) and set(one) == {"..."}):
            filled.append(_fill(one, reader, (*path, str(place)), depth + 1))
            continue
        taken = reader.take(one["..."], length=2)
        if taken is not None:
            disclosure, (_salt, content) = taken
            reader.found[disclosure] = (*path, str(place))
            filled.append(_fill(content, reader, (*path, str(place)), depth + 1))
    return filled
