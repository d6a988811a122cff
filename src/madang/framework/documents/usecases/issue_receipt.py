"""The receipt of a payment as a document: sealed, numbered, verifiable, kept in the payer's wallet."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from madang.framework.documents.judging import local_day
from madang.framework.documents.kinds import DocumentKind, register
from madang.framework.documents.models import Document, Status
from madang.framework.documents.usecases.issue import issue
from madang.framework.documents.usecases.reissue import reissue
from madang.framework.documents.wording import long_date
from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Account
from madang.framework.law import pack
from madang.framework.money.listing import way_title
from madang.framework.money.models import Charge, Receipt, Refund
from madang.framework.notify.amounts import written
from madang.framework.values import Party, PartyKind

KIND = "money.receipt"
PAID, OWED, SENT = "paid", "owed", "sent"
Row = list[str]


def register_receipts() -> None:
    """Make the kind known; the pack's `documents.yaml` names the office that answers for receipts."""
    register(
        DocumentKind(
            code=KIND,
            title=gettext_lazy("Receipt for a payment"),
            template="documents/plain.typ",
            office=lambda _party, _content: str(pack().data("documents")["receipts"]["office"]),
            certifies=gettext_lazy("We certify that this payment was received and stands as said above."),
        )
    )


def issue_receipt(*, receipt: Receipt, language: str, actor: Actor, now: datetime) -> Document:
    """The receipt as it stands now, in `language`; made once for each standing. An earlier one that a refund has overtaken
    is replaced: whoever verifies it is told by which. Call it outside a transaction. The caller checked that the actor may."""
    payment = receipt.payment
    refund = payment.refunds.order_by("id").first()
    key = f"receipt:{receipt.number}:{language}:{_standing(refund)}"
    holder = _holder(payment.charge.payer, language)
    with override(language):
        rows = _rows(receipt, refund, language)
        content = {"holder": holder, "rows": [[_("Payer"), holder], *rows] if holder else rows}
    # What a verifier compares: number, what for, amount, day, and what was given back.
    facts = dict([*rows[:4], *rows[7:]])
    made = Document.objects.filter(idempotency_key=key).first()
    if made is not None:
        return made
    earlier = _valid(receipt).filter(language=language).first()
    if earlier is not None:
        with override(language):
            reason = _("The payment was given back.")
        return reissue(
            document=earlier,
            reason=reason,
            content=content,
            facts=facts,
            actor=actor,
            now=now,
            holder=holder,
            idempotency_key=key,
        )
    return issue(
        kind=KIND,
        party=payment.charge.payer,
        language=language,
        content=content,
        facts=facts,
        actor=actor,
        now=now,
        holder=holder,
        idempotency_key=key,
    )


def annotate_receipts(*, charge: Charge, actor: Actor, now: datetime) -> int:
    """Replaces the receipts of a charge that was given back by ones that say so; how many."""
    receipt = Receipt.objects.select_related("payment__charge").filter(payment__charge=charge).first()
    if receipt is None:
        return 0
    languages = list(_valid(receipt).values_list("language", flat=True))
    for language in languages:
        issue_receipt(receipt=receipt, language=language, actor=actor, now=now)
    return len(languages)


def _valid(receipt: Receipt) -> QuerySet[Document]:
    return Document.objects.filter(
        kind=KIND, idempotency_key__startswith=f"receipt:{receipt.number}:", status=Status.VALID
    )


def _standing(refund: Refund | None) -> str:
    return PAID if refund is None else SENT if refund.sent_at else OWED


def _rows(receipt: Receipt, refund: Refund | None, language: str) -> list[Row]:
    payment = receipt.payment
    rows = [
        [_("Receipt number"), receipt.number],
        [_("What for"), payment.charge.title],
        [_("Amount"), written(payment.amount, language=language)],
        [_("Received on"), long_date(day=local_day(instant=receipt.issued_at), language=language)],
        [_("Charge number"), payment.charge.number],
        [_("Paid by way of"), way_title(payment.gateway)],
        [_("Bank reference"), payment.gateway_reference],
    ]
    if refund is not None:
        day = long_date(day=local_day(instant=refund.requested_at), language=language)
        rows.append([_("Given back"), _("ordered on {day}, not sent yet").format(day=day)])
        if refund.sent_at is not None:
            day = long_date(day=local_day(instant=refund.sent_at), language=language)
            rows[-1][1] = _("sent on {day}").format(day=day)
        rows.append([_("Amount given back"), written(refund.amount, language=language)])
    return rows


def _holder(party: Party, language: str) -> str:
    if party.kind is not PartyKind.PERSON:
        return party.key
    account = Account.objects.filter(person=party.key).first()
    return account.name_in(language) if account else ""
