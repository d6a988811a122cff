"""`manage.py open_account LOGIN --name NAME [--duty CODE --office CODE]`: the first accounts of a new deployment."""

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from madang.framework.identity.actor import system_actor
from madang.framework.identity.models import Office
from madang.framework.identity.usecases.assign_duty import assign_duty
from madang.framework.identity.usecases.create_account import create_account
from madang.framework.identity.who import local_day
from madang.framework.values import Refusal, clock


class Command(BaseCommand):
    """Whoever can run it owns the machine; the audit trail names it as `identity.open_account`."""

    help = "Open an account, and give it a duty at an office. Asks for the password, or reads it from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and which duty where."""
        parser.add_argument("login")
        parser.add_argument("--name", required=True)
        parser.add_argument("--duty", default="", help="for example identity.administrator")
        parser.add_argument("--office", default="", help="the code of the office; needed with --duty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open it, or say every fault."""
        actor, now = system_actor("identity.open_account"), clock.now()
        office = Office.objects.filter(code=options["office"]).first()
        if options["duty"] and office is None:
            raise CommandError("A duty is held at an office: name an existing one with --office.")
        try:
            account = create_account(
                login=options["login"], name=options["name"], password=_password(), actor=actor, now=now
            )
            if options["duty"] and office is not None:
                day = local_day(now)
                assign_duty(
                    account=account, office=office, duty=options["duty"], assigned_from=day, actor=actor, now=now
                )
        except Refusal as refusal:
            faults = [str(fault.says) for fault in refusal.faults] or [str(refusal)]
            raise CommandError("\n".join(faults)) from refusal
        self.stdout.write(account.login)


def _password() -> str:
    """Typed without echo at a terminal, else the first line of standard input; never an argument that `ps` shows."""
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")
