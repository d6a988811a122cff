"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.customs.usecases.valuation import doubt_value


def declare() -> None:
    """The procedure and its message."""
    procedures.register(doubt_value.procedure())
    catalogue.register(
        Template(
            "customs/value_doubted",
            _("Declaration {number}: customs asks for proof of a value"),
            _("Customs doubts the value of item {item}: {reason} What you can prove is answered in case {case}."),
        )
    )
