"""Assurance levels as OpenID Connect names them (`acr`), and how a sign-in was proved (`amr`)."""

from collections.abc import Mapping

ACR: Mapping[int, str] = {
    1: "urn:madang:assurance:low",
    2: "urn:madang:assurance:substantial",
    3: "urn:madang:assurance:high",
}
_LEVELS = {name: level for level, name in ACR.items()}


def acr_of(*, level: int) -> str:
    """The name of a level; a session always has at least the lowest."""
    return ACR[max(1, min(level, 3))]


def level_asked(*, acr_values: str) -> int:
    """The least level that a relying party would take. Names that nobody knows ask for nothing (OpenID Connect Core 3.1.2.1:
    acr_values are voluntary), so a party that needs a level has it written into its registration."""
    known = [_LEVELS[name] for name in acr_values.split() if name in _LEVELS]
    return min(known, default=0)


def amr_of(*, method: str, device_bound: bool) -> list[str]:
    """Authentication methods references (RFC 8176 s. 2). A passkey or a wallet is two factors: the key, and its
    owner's PIN or body."""
    if method in ("passkey", "wallet"):
        return ["hwk" if device_bound else "swk", "user", "mfa"]
    return ["otp"] if method == "proofing" else ["pwd"]


def must_prove_again(*, proved_at: float, max_age: int | None, asked_at: float, prompt_login: bool, now: float) -> bool:
    """Whether the person must prove anew who they are (OpenID Connect Core 3.1.2.1, max_age and prompt)."""
    if prompt_login and proved_at < asked_at:
        return True
    return max_age is not None and now - proved_at > max_age
