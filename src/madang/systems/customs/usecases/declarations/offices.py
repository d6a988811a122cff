"""Which office takes a declaration."""

from typing import Any

from madang.framework.law import pack
from madang.systems.customs.usecases.permissions import OFFICER


def customs_offices() -> tuple[dict[str, Any], ...]:
    """The country's customs offices, as the pack lists them."""
    return tuple(row for row in pack().data("offices") if OFFICER in row["duties"])


def office_for(*, code: str) -> str:
    """The office with this code, whole or its last digits; the first one where nothing is said; empty where there is none."""
    known = [str(row["code"]) for row in customs_offices()]
    if not code:
        return known[0] if known else ""
    wanted = code.strip().upper()
    return next((one for one in known if one == wanted or one.rpartition("-")[2] == wanted[:3]), "")


def office_name(*, code: str, language: str) -> str:
    """What an office is called."""
    row = next((one for one in pack().data("offices") if one["code"] == code), None)
    return code if row is None else str(row["name"] if language.startswith("ko") else row["name_en"])


def office_above(*, code: str, duty: str) -> str:
    """The office over this one that has the duty; this one where none has."""
    rows = {str(row["code"]): row for row in pack().data("offices")}
    above = rows.get(str(rows.get(code, {}).get("parent", "")))
    return str(above["code"]) if above and duty in above["duties"] else code
