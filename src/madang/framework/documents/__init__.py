"""Documents that anyone can verify.

    from madang.framework.documents import DocumentKind, issue, register, verify_number, verify_upload

The names are looked up when used, so that an app may import this package while Django is still starting.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from madang.framework.documents.domain.verdicts import Outcome, Verdict
    from madang.framework.documents.issuers import Issuer
    from madang.framework.documents.kinds import DocumentKind, register
    from madang.framework.documents.models import Document
    from madang.framework.documents.usecases.issue import issue
    from madang.framework.documents.usecases.reissue import reissue
    from madang.framework.documents.usecases.revoke import revoke
    from madang.framework.documents.usecases.verify_number import verify_number
    from madang.framework.documents.usecases.verify_photo import verify_photo
    from madang.framework.documents.usecases.verify_upload import verify_upload

_PLACES = {
    "Document": "models",
    "DocumentKind": "kinds",
    "Issuer": "issuers",
    "Outcome": "domain.verdicts",
    "Verdict": "domain.verdicts",
    "issue": "usecases.issue",
    "register": "kinds",
    "reissue": "usecases.reissue",
    "revoke": "usecases.revoke",
    "verify_number": "usecases.verify_number",
    "verify_photo": "usecases.verify_photo",
    "verify_upload": "usecases.verify_upload",
}

__all__ = [
    "Document",
    "DocumentKind",
    "Issuer",
    "Outcome",
    "Verdict",
    "issue",
    "register",
    "reissue",
    "revoke",
    "verify_number",
    "verify_photo",
    "verify_upload",
]


def __getattr__(name: str) -> Any:
    """The public name, from the module that has it."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
