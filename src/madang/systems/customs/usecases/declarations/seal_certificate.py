"""The sealed certificate of a released declaration: in Korea 수입신고필증, 수출신고필증 (Customs Act art. 248 (1))."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from madang.framework import documents
from madang.framework.audit.spoken import spoken
from madang.framework.documents import DocumentKind, issue, reissue
from madang.framework.documents.models import Document
from madang.framework.documents.wording import long_date
from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.notify import notify
from madang.framework.notify.amounts import written
from madang.framework.values import Money, Party
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.declarations.content import assessed_of, declaration_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.offices import office_name
from madang.systems.customs.usecases.declarations.words import LEVIES
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER

KINDS = {
    Direction.IMPORT.value: ("customs.import_certificate", gettext_lazy("Certificate of import declaration")),
    Direction.EXPORT.value: ("customs.export_certificate", gettext_lazy("Certificate of export declaration")),
    Direction.TRANSIT.value: ("customs.transit_certificate", gettext_lazy("Certificate of transit declaration")),
}


def register_documents() -> None:
    """Make the kinds known."""
    for code, title in KINDS.values():
        documents.register(
            DocumentKind(
                code=code,
                title=title,
                template="customs/declarations/certificate.typ",
                office=_office,
                certifies=gettext_lazy("We certify that this declaration was accepted and the goods were released."),
                readers=(OFFICER, INSPECTOR),
            )
        )


def _office(_party: Party, content: Mapping[str, Any]) -> str:
    return str(content["office"])


def seal_certificate(*, number: str, now: datetime) -> str:
    """Draw, seal and keep the certificate of what stands, tell the trader; its number. A corrected declaration has another one,
    which says what it replaces. Once a version, however often it is called."""
    one = CustomsDeclaration.objects.get(number=number)
    if one.certificate and one.certificate_version >= one.version:
        return one.certificate
    language, machine = pack().languages[0], system_actor("customs.seal_certificate")
    with override(language):
        content, facts = _content(one, language), _facts(one, language)
    if one.certificate:
        # Replaced and noted at once: what was replaced cannot be replaced again.
        with transaction.atomic():
            made = reissue(
                document=Document.objects.get(number=one.certificate),
                content=content,
                facts=facts,
                actor=machine,
                now=now,
                reason=f"v{one.version}",
            )
            _kept(one, str(made.number), now)
    else:
        made = issue(
            kind=KINDS[one.direction][0],
            party=one.party,
            content=content,
            facts=facts,
            language=language,
            actor=machine,
            now=now,
            idempotency_key=f"customs:certificate:{one.number}",
            holder=one.party_name,
        )
        _kept(one, str(made.number), now)
    return str(made.number)


def _kept(one: CustomsDeclaration, number: str, now: datetime) -> None:
    rows = CustomsDeclaration.objects.filter(pk=one.pk, certificate=one.certificate)
    with transaction.atomic():
        if rows.update(certificate=number, certificate_version=one.version):
            detail = {"certificate": number, "version": one.version, "replaces": one.certificate}
            happened(to=one, kind="certified", actor=system_actor("customs.seal_certificate"), now=now, detail=detail)
            template = "customs/certificate_replaced" if one.certificate else "customs/released"
            values = {"number": one.number, "certificate": number}
            link = f"/customs/declarations/{one.number}/"
            notify(party=one.party, template=template, values=values, link=link, now=now)


def _facts(one: CustomsDeclaration, language: str) -> dict[str, str]:
    return {
        _("Number of the declaration"): one.number,
        pgettext("customs", "Released on"): _released(one, language),
        _("Duty and taxes"): written(one.payable),
    }


def _released(one: CustomsDeclaration, language: str) -> str:
    return long_date(day=timezone.localdate(one.released_at), language=language)


def _rows(one: CustomsDeclaration, language: str) -> list[list[str]]:
    number = f" ({one.party_key})" if one.party_kind == "business" else ""
    return [
        [_("Number of the declaration"), one.number],
        [pgettext("customs", "Trader"), f"{one.party_name}{number}"],
        [_("Customs office"), office_name(code=one.office_code, language=language)],
        [pgettext("customs", "Bill"), one.bill or "-"],
        [_("Lodged on"), long_date(day=timezone.localdate(one.lodged_at), language=language)],
        [pgettext("customs", "Released on"), _released(one, language)],
        [_("Customs value"), written(Money(one.value_minor, one.currency))],
        [_("Duty and taxes"), written(one.payable)],
        *([[_("Replaces the certificate"), one.certificate]] if one.certificate else []),
    ]


def _content(one: CustomsDeclaration, language: str) -> dict[str, object]:
    said, made = declaration_of(content=one.content), assessed_of(content=one.assessed)
    return {
        "office": one.office_code,
        "rows": _rows(one, language),
        "goods_title": pgettext("customs", "Goods"),
        "goods_head": [
            pgettext("customs", "Item"),
            pgettext("customs", "Commodity"),
            pgettext("customs", "Description"),
            pgettext("customs", "Origin"),
            _("Net mass (kg)"),
        ],
        "goods": [
            [str(item.sequence), item.commodity, item.description, item.origin, str(item.net_mass or "-")]
            for item in said.items
        ],
        "levies_title": _("Duty and taxes"),
        "levies_head": [
            pgettext("customs", "Item"),
            pgettext("customs", "Levy"),
            _("Rate"),
            pgettext("customs", "Law"),
            _("Amount"),
        ],
        "levies": [
            [str(item.sequence), str(LEVIES[step.levy]), step.rate, spoken(step.citation), f"{step.amount:,}"]
            for item in (made.items if made else ())
            for step in item.steps
        ],
        "amounts": _("Amounts in smallest units of {currency}.").format(currency=one.currency),
    }
