"""The addresses of the automatic issuance for the exchange's members (RFC 8555). Every message is signed by its account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.protect import TooManyRequests, client_address, limit
from madang.framework.values import clock
from madang.systems.signatures.formats import acme
from madang.systems.signatures.models import AcmeAccount, AcmeAuthorization, AcmeOrder
from madang.systems.signatures.usecases import acme_accounts as accounts
from madang.systems.signatures.usecases import acme_orders as orders
from madang.systems.signatures.usecases.acme_problems import AcmeProblem

# An address may ask this often a minute; an account order this often an hour.
TIMES, ORDERS = 300, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A message whose nonce, address and signature were checked; by an account, or by the key it carries."""

    payload: Mapping[str, Any] | None
    url: str
    account: AcmeAccount | None
    key: Mapping[str, Any] | None
    now: datetime

    @property
    def said(self) -> Mapping[str, Any]:
        """The payload; empty for POST-as-GET."""
        return self.payload or {}

    @property
    def asker(self) -> AcmeAccount:
        """The account. Raises AcmeProblem where the message is by a bare key."""
        if self.account is None:
            raise AcmeProblem("malformed", "Sign this with your account.")
        return self.account


View = Callable[..., HttpResponse]


def _at(name: str, *parts: str) -> str:
    return settings.MADANG_PUBLIC_URL.rstrip("/") + reverse(f"signatures:acme_{name}", args=parts)


def _account_at(account: AcmeAccount) -> str:
    return _at("account", account.key)


def _dressed(response: HttpResponse, now: datetime) -> HttpResponse:
    response["Replay-Nonce"] = accounts.new_nonce(now=now)
    response["Cache-Control"] = "no-store"
    # Several links stand in one header: the directory's, and what the view named.
    links = [response["Link"]] if "Link" in response else []
    response["Link"] = ", ".join([f'<{_at("directory")}>;rel="index"', *links])
    return response


def _problem(problem: AcmeProblem) -> HttpResponse:
    return JsonResponse(problem.document(), status=problem.status, content_type="application/problem+json")


def _signed(view: View) -> View:
    """A door for signed messages: what is wrong with one is told as a problem document, with a fresh nonce."""

    @open_to(ANYONE)
    @csrf_exempt
    @require_POST
    @wraps(view)
    def door(request: HttpRequest, *parts: str, **named: str) -> HttpResponse:
        now = clock.now()
        try:
            limit(f"signatures.acme:{client_address(request)}", times=TIMES, per_seconds=60)
            response = view(_asked(request, now), *parts, **named)
        except AcmeProblem as problem:
            response = _problem(problem)
        except acme.UnfitMessage as fault:
            response = _problem(AcmeProblem(fault.kind, str(fault)))
        except TooManyRequests as fault:
            response = _problem(AcmeProblem("rateLimited", str(fault)))
        return _dressed(response, now)

    return door


def _asked(request: HttpRequest, now: datetime) -> Asked:
    if request.content_type != "application/jose+json":
        raise AcmeProblem("malformed", "Send application/jose+json.", 415)
    message = acme.read_message(data=request.read(acme.LARGEST + 1))
    url, named, key = settings.MADANG_PUBLIC_URL.rstrip("/") + request.path, message.protected.get("kid"), message.key
    if (named is None) == (key is None):
        raise AcmeProblem("malformed", "Name the account, or send its key: one of the two.")
    account = None
    if key is None:
        account = accounts.find_account(key=str(named).rstrip("/").rpartition("/")[2])
        if named != _account_at(account):
            raise AcmeProblem("accountDoesNotExist", "There is no such account.")
    acme.check_signature(message=message, key=account.jwk if account else key or {})
    if message.protected.get("url") != url:
        raise AcmeProblem("unauthorized", "The message was signed for another address.")
    accounts.spend_nonce(value=message.protected.get("nonce"), now=now)
    return Asked(payload=message.payload, url=url, account=account, key=key, now=now)


@open_to(ANYONE)
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Where everything is (RFC 8555, 7.1.1)."""
    names = {"newNonce": "nonce", "newAccount": "accounts", "newOrder": "orders", "revokeCert": "revoke"}
    places: dict[str, Any] = {name: _at(where) for name, where in (*names.items(), ("keyChange", "key"))}
    places["meta"] = {
        "website": settings.MADANG_PUBLIC_URL,
        "termsOfService": settings.MADANG_PUBLIC_URL.rstrip("/") + reverse("signatures:authorities"),
        "externalAccountRequired": True,
    }
    return JsonResponse(places)


@open_to(ANYONE)
@require_safe
def nonce(request: HttpRequest) -> HttpResponse:
    """A fresh nonce (RFC 8555, 7.2)."""
    try:
        limit(f"signatures.acme:{client_address(request)}", times=TIMES, per_seconds=60)
    except TooManyRequests as fault:
        return _problem(AcmeProblem("rateLimited", str(fault)))
    return _dressed(HttpResponse(status=200 if request.method == "HEAD" else 204), clock.now())


@_signed
def new_account(asked: Asked) -> HttpResponse:
    """The account of the message's key, made where it is new (RFC 8555, 7.3)."""
    if asked.key is None:
        raise AcmeProblem("malformed", "Send the key of the new account.")
    account, new = accounts.register_account(key=asked.key, wanted=asked.said, url=asked.url, now=asked.now)
    return _account(account, 201 if new else 200)


@_signed
def account(asked: Asked, key: str) -> HttpResponse:
    """The account; with other contacts, or ended (RFC 8555, 7.3.2 and 7.3.6)."""
    if asked.asker.key != key:
        raise AcmeProblem("unauthorized", "This is another's account.")
    if not asked.said:
        return _account(asked.asker, 200)
    return _account(accounts.change_account(account=asked.asker, wanted=asked.said, now=asked.now), 200)


def _account(account: AcmeAccount, status: int) -> HttpResponse:
    told = {"status": account.status, "contact": account.contact, "orders": f"{_account_at(account)}orders/"}
    response = JsonResponse(told, status=status)
    response["Location"] = _account_at(account)
    return response


@_signed
def account_orders(asked: Asked, key: str) -> HttpResponse:
    """The account's orders, the latest first (RFC 8555, 7.1.2.1)."""
    if asked.asker.key != key:
        raise AcmeProblem("unauthorized", "This is another's account.")
    found = AcmeOrder.objects.filter(account=asked.asker).order_by("-id").values_list("key", flat=True)[:100]
    return JsonResponse({"orders": [_at("order", one) for one in found]})


@_signed
def key_change(asked: Asked) -> HttpResponse:
    """Another key for the account (RFC 8555, 7.3.5)."""
    url = _account_at(asked.asker)
    changed = accounts.change_key(account=asked.asker, payload=asked.said, url=url, here=asked.url, now=asked.now)
    return _account(changed, 200)


@_signed
def new_order(asked: Asked) -> HttpResponse:
    """An order (RFC 8555, 7.4)."""
    limit(f"signatures.acme.orders:{asked.asker.key}", times=ORDERS, per_seconds=3600)
    return _order(orders.place_order(account=asked.asker, wanted=asked.said, now=asked.now), 201)


@_signed
def order(asked: Asked, key: str) -> HttpResponse:
    """How an order stands."""
    return _order(orders.find_order(key=key, account=asked.asker), 200)


@_signed
def finalize(asked: Asked, key: str) -> HttpResponse:
    """The certificate is issued on a signing request (RFC 8555, 7.4)."""
    found = orders.find_order(key=key, account=asked.asker)
    return _order(orders.finalize_order(order=found, request=asked.said.get("csr"), now=asked.now), 200)


def _order(order: AcmeOrder, status: int) -> HttpResponse:
    told: dict[str, Any] = {
        "status": order.status,
        "expires": order.expires_at.isoformat(),
        "identifiers": [_identifier(host) for host in order.host_names],
        "authorizations": [_at("authorization", one.key) for one in order.authorizations.order_by("id")],
        "finalize": _at("finalize", order.key),
    }
    if order.status == "valid":
        told["certificate"] = _at("certificate", order.key)
    if order.error:
        told["error"] = order.error
    response = JsonResponse(told, status=status)
    response["Location"] = _at("order", order.key)
    return response


def _identifier(host: str) -> dict[str, str]:
    numeric = ":" in host or host.replace(".", "").isdigit()
    return {"type": "ip" if numeric else "dns", "value": host}


@_signed
def authorization(asked: Asked, key: str) -> HttpResponse:
    """What is to be shown for a host (RFC 8555, 7.5)."""
    found = orders.find_authorization(key=key, account=asked.asker)
    return JsonResponse(
        {
            "status": found.status,
            "expires": found.expires_at.isoformat(),
            "identifier": _identifier(found.host_name),
            "challenges": [_challenge(found)],
        }
    )


@_signed
def challenge(asked: Asked, key: str) -> HttpResponse:
    """The host is ready, or how its challenge stands (RFC 8555, 7.5.1)."""
    found = orders.find_authorization(key=key, account=asked.asker)
    if asked.payload is not None:
        found = orders.answer_challenge(authorization=found, now=asked.now)
    response = JsonResponse(_challenge(found))
    response["Link"] = f'<{_at("authorization", found.key)}>;rel="up"'
    return response


def _challenge(found: AcmeAuthorization) -> dict[str, Any]:
    told: dict[str, Any] = {"type": "http-01", "url": _at("challenge", found.key), "status": found.status}
    told["token"] = found.token
    if found.validated_at:
        told["validated"] = found.validated_at.isoformat()
    if found.error:
        told["error"] = found.error
    return told


@_signed
def certificate(asked: Asked, key: str) -> HttpResponse:
    """The chain in PEM (RFC 8555, 7.4.2)."""
    found = orders.find_order(key=key, account=asked.asker)
    if found.certificate is None:
        raise AcmeProblem("orderNotReady", "There is no certificate yet.")
    chain = orders.chain_pem(certificate=found.certificate)
    return HttpResponse(chain, content_type="application/pem-certificate-chain")


@_signed
def revoke(asked: Asked) -> HttpResponse:
    """A certificate is revoked (RFC 8555, 7.6)."""
    orders.revoke_ordered(wanted=asked.said, account=asked.account, key=asked.key, now=asked.now)
    return HttpResponse(status=200)
