"""How the automatic issuance says no: RFC 8555, 6.7, in the words of RFC 7807."""

from typing import Any

STATUSES = {
    "unauthorized": 403,
    "rejectedIdentifier": 403,
    "orderNotReady": 403,
    "rateLimited": 429,
    "serverInternal": 500,
}


class AcmeProblem(Exception):
    """What was asked is refused; `kind` is the error's name in RFC 8555, 6.7."""

    def __init__(self, kind: str, says: str, status: int = 0) -> None:
        super().__init__(says)
        self.kind, self.status = kind, status or STATUSES.get(kind, 400)

    def document(self) -> dict[str, Any]:
        """The problem document."""
        return {"type": f"urn:ietf:params:acme:error:{self.kind}", "detail": str(self), "status": self.status}
