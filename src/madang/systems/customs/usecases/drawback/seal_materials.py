"""The sealed certificate of duty paid for materials: in Korea 기초원재료납세증명서, 수입세액분할증명서, 평균세액증명서."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from madang.framework import documents
from madang.framework.documents import DocumentKind, issue
from madang.framework.documents.wording import long_date
from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.notify.amounts import written
from madang.framework.values import Party
from madang.systems.customs.models import MaterialCertificate
from madang.systems.customs.usecases.declarations.words import levied_amounts
from madang.systems.customs.usecases.drawback.materials import uses_of
from madang.systems.customs.usecases.drawback.words import CERTIFICATES
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER

KIND = "customs.material_certificate"


def register_documents() -> None:
    """Make the kind known."""
    documents.register(
        DocumentKind(
            code=KIND,
            title=gettext_lazy("Certificate of duty paid for materials"),
            template="customs/declarations/certificate.typ",
            office=_office,
            certifies=gettext_lazy("We certify that this duty was paid for these materials."),
            readers=(OFFICER, INSPECTOR),
        )
    )


def _office(_party: Party, content: Mapping[str, Any]) -> str:
    return str(content["office"])


def seal_materials(*, number: str, now: datetime) -> str:
    """Draw and seal it for its buyer; the document's number. Once, however often it is called."""
    one = MaterialCertificate.objects.get(number=number)
    if one.document:
        return one.document
    language = pack().languages[0]
    with override(language):
        content = _content(one, language)
        facts = {_("Number of the certificate"): one.number, _("Duty paid"): written(one.amount)}
    made = issue(
        kind=KIND,
        party=one.buyer,
        content=content,
        facts=facts,
        language=language,
        actor=system_actor("customs.seal_materials"),
        now=now,
        idempotency_key=f"customs:materials:{one.number}",
        holder=one.buyer_name,
    )
    MaterialCertificate.objects.filter(pk=one.pk, document="").update(document=made.number)
    return str(made.number)


def _content(one: MaterialCertificate, language: str) -> dict[str, object]:
    return {
        "office": one.office_code,
        "rows": [
            [_("What it certifies"), str(CERTIFICATES[one.kind])],
            [_("Number of the certificate"), one.number],
            [pgettext("customs", "Seller"), f"{one.party_name} ({one.party_key})"],
            [pgettext("customs", "Buyer"), f"{one.buyer_name} ({one.buyer_key})"],
            [_("Sold on"), long_date(day=one.sold_on, language=language)],
            [pgettext("customs", "Goods"), f"{one.commodity} {one.description}"],
            [_("How much"), f"{one.quantity.normalize():f} {one.unit}"],
            *(
                [str(title), written(amount)]
                for title, amount in levied_amounts(amounts=one.amounts, currency=one.currency)
            ),
        ],
        "goods_title": pgettext("customs", "Materials"),
        "goods_head": ["", pgettext("customs", "Commodity"), pgettext("customs", "Import"), "", _("How much")],
        "goods": [
            [str(place), use.commodity, use.origin, use.unit, f"{use.quantity.normalize():f}"]
            for place, use in enumerate(uses_of(made=one), start=1)
        ],
        "levies_title": "",
        "levies_head": [],
        "levies": [],
        "amounts": "",
    }
