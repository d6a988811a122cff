"""Public addresses of the issuer and the verifier."""

from django.conf import settings

ROOM = "/api/mobile_id"


def public_root() -> str:
    """The deployment's public address, without a slash at its end."""
    return str(settings.MADANG_PUBLIC_URL).rstrip("/")


def issuer_id() -> str:
    """The credential issuer's identifier (OpenID4VCI 1.0, section 12.2.1)."""
    return public_root() + ROOM


def credential_type() -> str:
    """The type of the credential (`vct`)."""
    return f"{issuer_id()}/types/mobile-id"


def status_list(*, number: int) -> str:
    """Where a status list is."""
    return f"{issuer_id()}/status-lists/{number}"


def request_object(*, key: str) -> str:
    """Where a wallet fetches the signed request."""
    return f"{issuer_id()}/requests/{key}"


def response(*, key: str) -> str:
    """Where a wallet posts its answer."""
    return f"{issuer_id()}/responses/{key}"
