"""Orders of the exchange's members (RFC 8555, 7.4 to 7.6): hosts named, shown to be theirs, certified, revoked."""

import base64
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.db import transaction

from madang.framework.values import Party, Refusal
from madang.framework.values.identifiers import new_key
from madang.systems.signatures.domain.status import HOLDERS_REASONS, NUMBERS, Reason
from madang.systems.signatures.formats import acme
from madang.systems.signatures.formats.signing_requests import UnfitRequest, key_of_request
from madang.systems.signatures.gateways.acme_challenge import NoAnswer, fetch
from madang.systems.signatures.models import AcmeAccount, AcmeAuthorization, AcmeOrder, Certificate
from madang.systems.signatures.usecases.acme_accounts import actor_of, hosts_of
from madang.systems.signatures.usecases.acme_problems import AcmeProblem
from madang.systems.signatures.usecases.change_status import revoke_certificate
from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate

MOST_HOSTS = 10
LIVES = timedelta(days=7)
KINDS = {"dns", "ip"}


def place_order(*, account: AcmeAccount, wanted: Mapping[str, Any], now: datetime) -> AcmeOrder:
    """An order for host names of the account's member, each to be shown. Raises AcmeProblem."""
    if "notBefore" in wanted or "notAfter" in wanted:
        raise AcmeProblem("malformed", "How long certificates are valid says the practice statement.")
    hosts = _hosts(wanted.get("identifiers"))
    strange = sorted(hosts - hosts_of(member=account.member))
    if strange:
        raise AcmeProblem(
            "rejectedIdentifier", f"The member directory does not know {account.member} under {strange[0]}."
        )
    order = AcmeOrder(key=new_key(), account=account, host_names=sorted(hosts))
    order.expires_at, order.created_at = now + LIVES, now
    with transaction.atomic():
        order.save(force_insert=True)
        for host in order.host_names:
            token = secrets.token_urlsafe(24)
            AcmeAuthorization.objects.create(
                key=new_key(), order=order, host_name=host, token=token, expires_at=order.expires_at
            )
    return order


def _hosts(identifiers: object) -> set[str]:
    if not isinstance(identifiers, list) or not 0 < len(identifiers) <= MOST_HOSTS:
        raise AcmeProblem("malformed", f"Name one to {MOST_HOSTS} hosts.")
    found = set()
    for one in identifiers:
        if not isinstance(one, dict) or one.get("type") not in KINDS or not isinstance(one.get("value"), str):
            raise AcmeProblem("unsupportedIdentifier", "Name hosts as dns names or ip addresses.")
        found.add(one["value"].lower())
    return found


def find_order(*, key: str, account: AcmeAccount) -> AcmeOrder:
    """The account's order. Raises AcmeProblem."""
    order = AcmeOrder.objects.select_related("account", "certificate").filter(key=key, account=account).first()
    if order is None:
        raise AcmeProblem("malformed", "There is no such order.", 404)
    return order


def find_authorization(*, key: str, account: AcmeAccount) -> AcmeAuthorization:
    """The account's authorization. Raises AcmeProblem."""
    asked = AcmeAuthorization.objects.select_related("order__account").filter(key=key, order__account=account)
    found = asked.first()
    if found is None:
        raise AcmeProblem("malformed", "There is no such authorization.", 404)
    return found


def answer_challenge(*, authorization: AcmeAuthorization, now: datetime) -> AcmeAuthorization:
    """Look whether the host says what only the account's key could have it say (RFC 8555, 8.1 and 8.3)."""
    if authorization.status != "pending" or authorization.expires_at <= now:
        return authorization
    expected = f"{authorization.token}.{authorization.order.account.thumbprint}"
    try:
        said = fetch(host=authorization.host_name, token=authorization.token)
        fault = None if hmac.compare_digest(said.encode(), expected.encode()) else "It says something else."
        problem = AcmeProblem("incorrectResponse", fault) if fault else None
    except NoAnswer as silence:
        problem = AcmeProblem("connection", str(silence))
    with transaction.atomic():
        order = AcmeOrder.objects.select_for_update().get(pk=authorization.order_id)
        authorization.refresh_from_db(fields=["status"])
        if authorization.status == "pending":
            _settle(authorization, order, problem, now)
    authorization.order = order
    return authorization


def _settle(authorization: AcmeAuthorization, order: AcmeOrder, problem: AcmeProblem | None, now: datetime) -> None:
    authorization.status = "invalid" if problem else "valid"
    authorization.error = problem.document() if problem else None
    authorization.validated_at = None if problem else now
    authorization.save(update_fields=["status", "error", "validated_at"])
    if problem:
        order.status, order.error = "invalid", problem.document()
    elif not order.authorizations.exclude(status="valid").exists():
        order.status = "ready"
    order.save(update_fields=["status", "error"])


def finalize_order(*, order: AcmeOrder, request: object, now: datetime) -> AcmeOrder:
    """The certificate for the key of a PKCS #10 request that names the order's hosts and no other. Raises AcmeProblem."""
    if order.status == "valid":
        return order
    if order.status != "ready" or order.expires_at <= now:
        raise AcmeProblem("orderNotReady", "Show first that every host is yours.")
    public_key = _requested(acme.decode(request), order)
    member = order.account.member
    latest = Certificate.objects.filter(profile="member", party=str(Party.office(member))).order_by("-issued_at", "-id")
    wanted = Wanted(
        profile="member",
        party=Party.office(member),
        name=member,
        public_key=public_key,
        host_names=tuple(order.host_names),
        renews=latest.first(),
    )
    try:
        with transaction.atomic():
            locked = AcmeOrder.objects.select_for_update().get(pk=order.pk)
            if locked.status == "ready":
                locked.certificate = issue_certificate(wanted=wanted, actor=actor_of(account=order.account), now=now)
                locked.status = "valid"
                locked.save(update_fields=["certificate", "status"])
    except Refusal as refusal:
        raise AcmeProblem("serverInternal", str(refusal), 503) from refusal
    locked.account = order.account
    return locked


def _requested(data: bytes, order: AcmeOrder) -> bytes:
    try:
        key = key_of_request(data=data)
        asked = x509.load_der_x509_csr(data)
        names = asked.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (UnfitRequest, ValueError, x509.ExtensionNotFound) as fault:
        raise AcmeProblem("badCSR", "Send a PKCS #10 request in DER whose alternative names are the hosts.") from fault
    found = {str(one.value).lower() for one in names}
    common = {str(one.value).lower() for one in asked.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)}
    if found != set(order.host_names) or not common <= found:
        raise AcmeProblem("badCSR", "The request names other hosts than the order.")
    if key == acme.key_info(key=order.account.jwk):
        raise AcmeProblem("badCSR", "The account's key cannot be the certificate's, too.")
    return key


def chain_pem(*, certificate: Certificate) -> str:
    """The certificate and those above it but the root's, in PEM (RFC 8555, 7.4.2)."""
    parts = [base64.b64encode(bytes(one)).decode() for one in certificate.chain[:-1]]
    lines = ["\n".join(part[at : at + 64] for at in range(0, len(part), 64)) for part in parts]
    return "".join(f"-----BEGIN CERTIFICATE-----\n{one}\n-----END CERTIFICATE-----\n" for one in lines)


def revoke_ordered(
    *, wanted: Mapping[str, Any], account: AcmeAccount | None, key: Mapping[str, Any] | None, now: datetime
) -> None:
    """Revoke a member's certificate at the word of its account, or of the certificate's own key (RFC 8555, 7.6).

    Raises AcmeProblem.
    """
    der = acme.decode(wanted.get("certificate"))
    found = Certificate.objects.filter(profile="member", der=der).first()
    if found is None:
        raise AcmeProblem("malformed", "This certificate was not issued here.", 404)
    ours = AcmeOrder.objects.filter(certificate=found, account__member=account.member) if account else None
    ordered = ours is not None and ours.exists()
    if not ordered and (key is None or acme.key_info(key=key) != _own_key(der)):
        raise AcmeProblem("unauthorized", "Only who ordered the certificate, or has its key, revokes it.")
    if found.status == "revoked":
        raise AcmeProblem("alreadyRevoked", "This certificate is revoked.")
    member = Party.parse(found.party).key
    actor = actor_of(account=account or AcmeAccount(member=member))
    try:
        revoke_certificate(serial=found.serial, reason=_reason(wanted.get("reason", 0)), actor=actor, now=now)
    except Refusal as refusal:
        raise AcmeProblem("serverInternal", str(refusal), 503) from refusal


def _own_key(der: bytes) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return x509.load_der_x509_certificate(der).public_key().public_bytes(serialization.Encoding.DER, form)


def _reason(number: object) -> Reason:
    for reason in HOLDERS_REASONS:
        if NUMBERS[reason] == number:
            return reason
    raise AcmeProblem("badRevocationReason", "Give one of the reasons 0, 1, 3, 4, 5 of RFC 5280.")
