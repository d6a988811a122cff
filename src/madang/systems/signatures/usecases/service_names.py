"""The names under which the active country's trust services stand in certificates."""

from collections.abc import Mapping
from typing import Any

from madang.framework.law import pack
from madang.systems.signatures.formats.certificates import Subject


def trust_services() -> Mapping[str, Any]:
    """What the pack says of who runs and who accredits the trust services."""
    found: Mapping[str, Any] = pack().data("signatures/authorities")
    return found


def service_subject(*, of: str, name: str = "") -> Subject:
    """The subject of a service's certificate: `root`, `issuing`, `ocsp`, `timestamp`."""
    told = trust_services()[of]
    return Subject(common_name=name or told["name"], organisation=told["organisation"], country=country_code())


def has_npki() -> bool:
    """Whether residents here may hold an old NPKI pair: in Korea, and wherever a pack says so."""
    return bool(trust_services().get("npki", False))


def country_code() -> str:
    """Two letters, as X.520 asks for; XX where the country has none."""
    code = pack().code
    return code.upper() if len(code) == 2 else "XX"
