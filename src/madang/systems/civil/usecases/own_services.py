"""The services of agencies that have no system of their own yet: described by the country, decided by civil's officials."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from madang.contracts.services_v1 import FieldKind, FormField, ServiceKind
from madang.framework.law import pack
from madang.systems.civil.domain.life_events import read_field


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnService:
    """A service with its form, its title by language and the key of its days. A matter is decided here, the rest elsewhere."""

    code: str
    kind: ServiceKind
    title: dict[str, str]
    statute: dict[str, str]
    days: str
    fields: tuple[FormField, ...]


# What an application without a form of its own asks.
GENERAL = (
    FormField(
        name="request",
        label={"en": "What do you apply for?", "ko": "무엇을 신청하십니까?"},
        help={"en": "Write what you need and what it is for.", "ko": "필요한 내용과 용도를 적어 주십시오."},
        kind=FieldKind.LONG_TEXT,
        max_length=2000,
    ),
    FormField(
        name="evidence",
        label={"en": "Papers that support it", "ko": "증빙 서류"},
        help={
            "en": "PDF, JPEG or PNG, 10 MB at most each.",
            "ko": "PDF, JPEG, PNG 파일을 각 10MB까지 첨부할 수 있습니다.",
        },
        kind=FieldKind.FILE,
        required=False,
    ),
)


def own_services() -> tuple[OwnService, ...]:
    """The services of the pack's `civil/services.yaml`; `civil/forms.yaml` lists their questions."""
    described: dict[str, Any] = pack().data("civil/services") or {}
    forms: dict[str, Any] = pack().data("civil/forms") or {}
    return tuple(_service(code, row, forms.get(code, ())) for code, row in described.items())


def _service(code: str, row: dict[str, Any], form: Iterable[dict[str, Any]]) -> OwnService:
    fields = tuple(read_field(row=field) for field in form)
    return OwnService(
        code=code,
        kind=ServiceKind.MATTER if "online" in row.get("channels", ("online",)) else ServiceKind.COUNTER,
        title=dict(row["title"]),
        statute=dict(row["statute"]),
        days=row.get("working_days", ""),
        fields=fields or GENERAL,
    )
