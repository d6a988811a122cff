"""The registry of document kinds. A system registers its own when it starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from madang.framework.documents.issuers import Issuer, issuer_of_office
from madang.framework.law.parameters import parameter
from madang.framework.values import Party, Refusal

Office = str | Callable[[Party, Mapping[str, Any]], "str | Issuer"]


class NoSuchKind(Refusal):
    """Nobody registered a document kind of this code."""

    code = "documents.no_such_kind"
    says = _("This office issues no document of the kind {kind}. Choose another one from the catalogue.")
    status = 404


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentKind:
    """One kind of document.

    `code` begins with the system's name. `template` is a typst file below an app's `templates`. `office` is the code of the
    office that issues, or a callable of (party, content) that gives the code or a whole Issuer. `valid_days` names a law
    parameter in days; None: valid until something replaces it. `certifies` is the sentence above the seal, `form` the
    official form. `readers` are duties whose holders may open a document of this kind at any office.
    """

    code: str
    title: object
    template: str
    office: Office
    valid_days: str | int | None = None
    certifies: object = _("We certify that this document agrees with the register.")
    form: object = ""
    readers: tuple[str, ...] = ()

    def issuer(self, *, party: Party, content: Mapping[str, Any], language: str) -> Issuer:
        """Who issues this one."""
        office = self.office(party, content) if callable(self.office) else self.office
        return office if isinstance(office, Issuer) else issuer_of_office(code=office, language=language)

    def valid_until(self, *, issued_on: date) -> date | None:
        """The last day of validity of one issued that day; None when the law sets none."""
        if self.valid_days is None:
            return None
        days = self.valid_days if isinstance(self.valid_days, int) else int(parameter(self.valid_days, on=issued_on))
        return issued_on + timedelta(days=days)


_kinds: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> DocumentKind:
    """Make a kind known. The same code again replaces the first."""
    _kinds[kind.code] = kind
    return kind


def get(code: str) -> DocumentKind:
    """The kind of this code; NoSuchKind when nobody registered it."""
    try:
        return _kinds[code]
    except KeyError:
        raise NoSuchKind(kind=code) from None


def all_kinds() -> tuple[DocumentKind, ...]:
    """Every registered kind by code."""
    return tuple(_kinds[code] for code in sorted(_kinds))
