"""`manage.py audit_verify` (`./madang audit verify`): recompute the trail and name the first row that does not hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from madang.framework.audit import verify


class Command(BaseCommand):
    """Ends non-zero where the trail does not hold."""

    help = "Recompute every link and head of the audit trail; names the first row that does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was seen."""
        report = verify()
        seen = {"entries": report.entries, "chains": report.chains, "heads": report.heads}
        if report.broken is None:
            self.stdout.write(
                _("The audit trail holds: %(entries)d entries in %(chains)d chains, %(heads)d heads.") % seen
            )
            return
        broken = report.broken
        place = _("head %(number)d") if broken.chain is None else _("chain %(chain)d, entry %(number)d")
        where = place % {"chain": broken.chain, "number": broken.number}
        raise CommandError(
            _("The audit trail does not hold at %(where)s. %(says)s") % {"where": where, "says": broken.says}
        )
