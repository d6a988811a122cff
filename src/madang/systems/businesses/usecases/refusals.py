"""The register's noes."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal
from madang.systems.businesses.domain.problems import Problem
from madang.systems.businesses.usecases.sentences import faults, in_one


class EntryRefused(Refusal):
    """The register cannot take this entry; every reason is told."""

    code = "businesses.entry_refused"
    says = _("The register was not changed: {why}")
    status = 422

    def __init__(self, *, problems: Sequence[Problem]) -> None:
        super().__init__(faults=faults(problems), why=in_one(problems))
        self.problems = tuple(problems)


class NoSuchBusiness(Refusal):
    """No business has this number."""

    code = "businesses.no_such_business"
    says = _("There is no business with this number in the register. Compare it with the certificate.")
    status = 404


class NumberUnreadable(Refusal):
    """What was typed cannot be a business's number."""

    code = "businesses.number_unreadable"
    says = _(
        "This is no business registration number: it has the wrong length or a slip. Compare it with the certificate."
    )
    status = 422


class NothingToCertify(Refusal):
    """The register holds nothing of what the certificate would say."""

    code = "businesses.nothing_to_certify"
    says = _("The register holds nothing that this certificate would say: {why}")
