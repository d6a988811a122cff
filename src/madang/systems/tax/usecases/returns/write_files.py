"""What the tour leaves of returns: the sealed receipt, and the assessment with its steps."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from madang.framework.documents import keeping
from madang.framework.documents.models import Document
from madang.framework.law import pack
from madang.framework.values import clock
from madang.systems.tax.models import Return
from madang.systems.tax.usecases.returns.seal_receipt import seal_receipt
from madang.systems.tax.usecases.returns.words import step_title


def write_return_files(*, out: Path) -> Iterator[str]:
    """return.pdf and assessment.json of a named resident's return."""
    out.mkdir(parents=True, exist_ok=True)
    people = [row["person"] for row in pack().data("demo")["residents"]]
    rows = Return.objects.filter(taxpayer__party_key__in=people, tax="income").order_by("filed_at", "pk")
    one = rows.first() or Return.objects.order_by("filed_at", "pk").first()
    if one is None:
        yield "no return was filed in this demonstration"
        return
    number = seal_receipt(number=one.number, now=clock.now())
    (out / "return.pdf").write_bytes(keeping.read(sha256=Document.objects.get(number=number).sha256))
    (out / "assessment.json").write_text(json.dumps(_assessment(one), ensure_ascii=False, indent=2) + "\n")
    yield f"return {one.number} of {one.period}: {len(one.steps)} steps, payable {one.payable_minor:,} {one.currency}"
    yield f"receipt {number} is sealed"


def _assessment(one: Return) -> dict[str, Any]:
    return {
        "return": one.number,
        "tax": one.tax,
        "period": one.period,
        "currency": one.currency,
        "facts": one.facts,
        "sources": one.sources,
        "steps": [step | {"title": step_title(step["code"])} for step in one.steps],
        "tax_minor": one.tax_minor,
        "prepaid_minor": one.prepaid_minor,
        "payable_minor": one.payable_minor,
    }
