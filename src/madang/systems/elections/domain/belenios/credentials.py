"""What lets a voter sign a ballot: a secret of 15 characters, of which only the public part is published (section 4.8)."""

import hashlib
import secrets
from dataclasses import dataclass, field

from madang.systems.elections.domain.belenios.election import BASE58
from madang.systems.elections.domain.belenios.group import BELENIOS_2048, Group, number
from madang.systems.elections.domain.belenios.wire import encode

_RANDOM = 14
_CHECK = 53
_ROUNDS = 1000
_PART = 3


class CredentialMistyped(ValueError):
    """It is not a credential, or a character of it is wrong."""

    code = "elections.credential.mistyped"


@dataclass(frozen=True, slots=True)
class Credential:
    """`secret` goes to the voter alone, `public` (a decimal number) onto the board."""

    secret: str = field(repr=False)
    public: str


def new_credentials(*, uuid: str, count: int, group: Group = BELENIOS_2048) -> tuple[Credential, ...]:
    """`count` credentials for the election `uuid`, in no order that tells who has which."""
    made = tuple(_new_secret() for _ in range(count))
    return tuple(Credential(secret, public_credential(uuid=uuid, secret=secret, group=group)) for secret in made)


def _new_secret() -> str:
    letters = "".join(secrets.choice(BASE58) for _ in range(_RANDOM))
    return _hyphened(letters + BASE58[_check_digit(letters)])


def _check_digit(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * len(BASE58) + BASE58.index(letter)
    return _CHECK - value % _CHECK


def _hyphened(letters: str) -> str:
    return "-".join(letters[start : start + _PART] for start in range(0, len(letters), _PART))


def normal_secret(*, typed: str) -> str:
    """What a voter typed, in five groups of three; `CredentialMistyped` if its check character says otherwise."""
    letters = "".join(typed.split()).replace("-", "")
    if len(letters) != _RANDOM + 1 or any(letter not in BASE58 for letter in letters):
        raise CredentialMistyped(
            "A credential has 15 letters and digits (never 0, O, I or l), in five groups of three."
        )
    if BASE58.index(letters[-1]) != _check_digit(letters[:-1]):
        raise CredentialMistyped("A character of this credential is mistyped: its check character does not fit.")
    return _hyphened(letters)


def secret_exponent(*, uuid: str, secret: str, group: Group) -> int:
    """The secret key that a credential stands for in the election `uuid`: PBKDF2 with 1,000 rounds of HMAC-SHA-256."""
    derived = hashlib.pbkdf2_hmac("sha256", normal_secret(typed=secret).encode(), uuid.encode(), _ROUNDS)
    return number(int.from_bytes(derived, "big")) % group.q


def public_credential(*, uuid: str, secret: str, group: Group = BELENIOS_2048) -> str:
    """The public part of a credential."""
    return str(group.secret_power(base=group.g, exponent=secret_exponent(uuid=uuid, secret=secret, group=group)))


def credentials_json(*, publics: dict[str, int]) -> str:
    """The list that is published: public credentials and, where they are not all one, their weights."""
    weighted = any(weight != 1 for weight in publics.values())
    ordered = sorted(publics)
    return encode(given=[f"{public},{publics[public]}" if weighted else public for public in ordered])
