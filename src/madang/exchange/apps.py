"""Wiring of the exchange."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import on_look
from madang.framework.identity.access import duty


class ExchangeConfig(AppConfig):
    """The app `exchange`: loads what each system of this process answers and listens to."""

    name = "madang.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Load the framework's answers, then each system's."""
        duty("exchange.operator", title=_("Exchange operator"), describes=_("Looks after the data exchange."))
        for room in ("cases", "documents", "looks", "members", "money", "notices", "overview"):
            import_module(f"madang.exchange.own_answers.{room}")
        on_look(import_module("madang.exchange.looking").write_look)
        _learn_messages()
        import_module("madang.exchange.services")
        import_module("madang.exchange.charge_reports")
        import_module("madang.exchange.progress_reports")
        import_module("madang.exchange.refunds")
        import_module("madang.exchange.jobs")
        import_module("madang.exchange.trust").fill()
        for system in settings.SYSTEMS:
            if find_spec(f"madang.systems.{system}.exchange"):
                import_module(f"madang.systems.{system}.exchange")


def _learn_messages() -> None:
    """What msgspec must know, while there is one thread."""
    from madang.exchange.catalogue import Description
    from madang.exchange.codec import decoder, learn_contracts
    from madang.exchange.consent import Voucher
    from madang.exchange.grants import Table
    from madang.exchange.log import Record

    learn_contracts()
    for kind in (Table, Voucher, Description, Record):
        decoder(kind)
