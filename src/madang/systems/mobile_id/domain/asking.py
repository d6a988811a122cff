"""What a verifier asks: a DCQL query of one credential (OpenID for Verifiable Presentations 1.0, section 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

QUERY = "mobile_id"
FORMAT = "dc+sd-jwt"


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One purpose of one verifier. `expects` says which claim must be true for a yes; empty where values are shown."""

    code: str
    verifier: str
    titles: Mapping[str, str]
    verifiers: Mapping[str, str]
    paths: tuple[tuple[str, ...], ...]
    cite: str
    yes_or_no: bool

    def title(self, *, language: str) -> str:
        """What is asked, in words."""
        return self.titles.get(language) or next(iter(self.titles.values()))

    def verifier_name(self, *, language: str) -> str:
        """Who asks, in words."""
        return self.verifiers.get(language) or next(iter(self.verifiers.values()))


def read_questions(*, data: Mapping[str, Any]) -> dict[str, Question]:
    """The questions of a pack's `mobile_id/questions.yaml` by code."""
    return {
        code: Question(
            code=code,
            verifier=row["verifier"],
            titles=row["title"],
            verifiers=data["verifiers"][row["verifier"]],
            paths=tuple(tuple(str(part) for part in path) for path in row["claims"]),
            cite=row["cite"],
            yes_or_no=bool(row.get("yes_or_no", False)),
        )
        for code, row in data["questions"].items()
    }


def dcql(*, question: Question, types: tuple[str, ...]) -> dict[str, Any]:
    """The query: all claims of the question and none besides."""
    asked: dict[str, Any] = {"id": QUERY, "format": FORMAT, "meta": {"vct_values": list(types)}}
    if question.paths:
        # Without claims nothing is disclosed: the wallet proves that it holds the credential's key (section 6.4.1).
        asked["claims"] = [{"path": list(path)} for path in question.paths]
    return {"credentials": [asked]}


def value_at(*, claims: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """The disclosed value at `path`; None where it was not disclosed."""
    value: Any = claims
    for part in path:
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value
