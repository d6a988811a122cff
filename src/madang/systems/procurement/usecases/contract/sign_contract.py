"""Both sides sign the contract's paper through the trust services."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from madang.contracts.signatures_v1 import GetSigned, RequestSignatures, SignerWanted
from madang.exchange import ask
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.storage import storing
from madang.framework.values import Party, Refusal
from madang.systems.procurement.domain.contracting import GuaranteeKind, GuaranteeState
from madang.systems.procurement.domain.words import ContractState, Step
from madang.systems.procurement.models import Contract, ContractTerms
from madang.systems.procurement.usecases.contract import contract_law
from madang.systems.procurement.usecases.contract.ask_treasury import ITSELF, asking, waits
from madang.systems.procurement.usecases.contract.contract_refusals import NotAtThisStep, locked
from madang.systems.procurement.usecases.contract.draw_paper import draw_paper
from madang.systems.procurement.usecases.contract.note import note_act
from madang.systems.procurement.usecases.contract.open_draft import require_funded
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.office_names import office_name

SIGN = declare(gettext_noop("Signing a contract"))
PDF = "application/pdf"


class GuaranteeMissing(Refusal):
    """The performance guarantee is not lodged."""

    code = "procurement.guarantee_missing"
    says = gettext_lazy(
        "Contract {number} needs a performance guarantee that holds till its end. Lodge the supplier's guarantee first."
    )


class CannotSign(Refusal):
    """The official is no person that the trust services know."""

    code = "procurement.cannot_sign"
    says = gettext_lazy(
        "Your account is not joined to a person who can sign. An official with a certificate of their own sends it."
    )


def send_contract(*, contract: Contract, actor: Actor, now: datetime) -> None:
    """Draw the paper and ask the buyer's official, who is the actor, and then the supplier to sign it.

    Raises Forbidden, CannotSign, NotAtThisStep, NotFunded, GuaranteeMissing.
    """
    require(actor, "procurement.buy", contract.buyer)
    if actor.person is None:
        raise CannotSign
    _require_ready(Contract.objects.select_related("terms").get(pk=contract.pk))
    paper = draw_paper(contract=Contract.objects.select_related("terms", "supplier", "award").get(pk=contract.pk))

    with transaction.atomic():
        held = locked(contract=contract)
        _require_ready(held)
        terms = held.terms
        terms.paper = storing.store_own(paper, media_type=PDF, now=now)
        terms.attempt += 1
        terms.due_at = now + timedelta(days=contract_law.days(name="sign_within", on=timezone.localdate(now)))
        terms.signatory, terms.signing_key, terms.signing_link, terms.unsigned_because = actor.person, "", "", ""
        terms.made_by_name = actor.name[:100]
        terms.save()
        detail = {"attempt": terms.attempt, "sha256": terms.paper_id}
        note_act(contract=held, act="send_contract", detail=detail, actor=actor, now=now)
    ask_to_sign(contract=held)


def _require_ready(held: Contract) -> None:
    if held.state != ContractState.PENDING.value or held.terms.is_sent:
        raise NotAtThisStep
    require_funded(contract=held)
    lodged = held.guarantees.filter(
        kind=GuaranteeKind.PERFORMANCE.value, state=GuaranteeState.HELD.value, valid_until__gte=held.ends_on
    )
    if (lodged.aggregate(total=Sum("minor"))["total"] or 0) < held.terms.performance_minor:
        raise GuaranteeMissing(number=held.number)


def ask_to_sign(*, contract: Contract) -> bool:
    """Put the paper before the signers, once an attempt; whether the trust services have it."""
    terms = ContractTerms.objects.get(contract=contract)
    if terms.paper_id is None or terms.due_at is None or terms.signing_key or not terms.is_sent:
        return True
    reference = f"{contract.number}/{terms.attempt}"
    language = pack().languages[0]
    question = RequestSignatures(
        content=storing.read_blob(terms.paper_id),
        file_name=f"{contract.number}.pdf",
        title=contract.title[:120],
        reason=_("Contract {number}, on the award to the supplier.").format(number=contract.number),
        signers=(
            SignerWanted(party=Party.person(terms.signatory), name=terms.made_by_name[:64]),
            SignerWanted(party=Party.business(contract.supplier.number), name=contract.supplier.name[:64]),
        ),
        due_at=terms.due_at,
        office=contract.buyer,
        office_name=office_name(code=contract.buyer, language=language)[:64],
        reference=reference,
    )
    try:
        made = ask(
            question, asking(question=RequestSignatures, purpose=SIGN, case=contract.number, key=f"sign:{reference}")
        )
    except Refusal as no:
        waits(contract=contract, sentence=str(no))
        return False
    ContractTerms.objects.filter(pk=terms.pk, attempt=terms.attempt).update(
        signing_key=str(made.key), signing_link=str(made.link), waits_for=""
    )
    return True


def take_signed(*, reference: str, key: str, signed_at: datetime, now: datetime) -> Contract | None:
    """Both signed: the contract is in force. Told in a transaction; None where it is not this attempt's paper."""
    held = _of_attempt(reference)
    if held is None or held.state != ContractState.PENDING.value:
        return None
    held.terms.signing_key, held.terms.waits_for = key, ""
    held.terms.save(update_fields=["signing_key", "waits_for"])
    held.state, held.signed_at = ContractState.ACTIVE.value, signed_at
    held.save(update_fields=["state", "signed_at"])
    note_act(contract=held, act="contract_signed", detail={"key": key}, actor=ITSELF, now=now)
    publish_release(ocid=held.ocid, step=Step.CONTRACT, now=now)
    return held


def take_unsigned(*, reference: str, because: str, now: datetime) -> None:
    """It was not signed by both: the contract is a draft again, with the reason, and may be sent again."""
    held = _of_attempt(reference)
    if held is None or held.state != ContractState.PENDING.value:
        return
    held.terms.unsigned_because, held.terms.signing_key, held.terms.signing_link = because[:600] or "–", "", ""
    held.terms.save(update_fields=["unsigned_because", "signing_key", "signing_link"])
    note_act(contract=held, act="contract_unsigned", detail={"why": because}, actor=ITSELF, now=now)


def _of_attempt(reference: str) -> Contract | None:
    number, _slash, attempt = reference.rpartition("/")
    found = Contract.objects.filter(number=number, terms__isnull=False).first()
    held = locked(contract=found) if found else None
    return held if held is not None and str(held.terms.attempt) == attempt else None


def fetch_signed(*, contract: Contract, now: datetime) -> bool:
    """Keep the signed file with the contract; whether it is kept."""
    terms = ContractTerms.objects.get(contract=contract)
    if terms.signed_id or not terms.signing_key:
        return True
    try:
        found = ask(GetSigned(key=terms.signing_key), asking(question=GetSigned, purpose=SIGN, case=contract.number))
    except Refusal as no:
        waits(contract=contract, sentence=str(no))
        return False
    content = found.content or b""
    if not content or hashlib.sha256(content).hexdigest() != found.sha256:
        return False
    with transaction.atomic():
        blob = storing.store_own(content, media_type=PDF, now=now)
        ContractTerms.objects.filter(pk=terms.pk).update(signed=blob, waits_for="")
    return True
