"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.identity.mandate_scopes import mandate_scope
from madang.framework.money import accounts
from madang.framework.money.progress import on_charge_changed
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.customs.domain.words import Levy
from madang.systems.customs.usecases.declarations import open_control
from madang.systems.customs.usecases.declarations.advance_declaration import ACCOUNT, account_of
from madang.systems.customs.usecases.declarations.follow_charge import follow_charge
from madang.systems.customs.usecases.declarations.seal_certificate import register_documents
from madang.systems.customs.usecases.declarations.words import LEVIES


def declare() -> None:
    """Accounts, procedures, documents, messages, the scope of brokers."""
    accounts.declare(ACCOUNT, title=_("Duty and taxes on goods"))
    for levy in Levy:
        accounts.declare(account_of(levy=levy.value), title=LEVIES[levy])
    on_charge_changed(follow_charge)
    for procedure in open_control.procedures():
        procedures.register(procedure)
    register_documents()
    mandate_scope("customs.declare:*", title=_("Declare goods to customs"))
    catalogue.register(
        Template(
            "customs/payable",
            _("Declaration {number}: {amount} to pay"),
            _("Nothing else holds declaration {number}. Pay {amount}, and the goods are released at once."),
        ),
        Template(
            "customs/unsecured",
            _("Declaration {number} needs a guarantee"),
            _(
                "No guarantee of yours covers the duties that wait under declaration {number}. Give one to the customs office."
            ),
        ),
        Template(
            "customs/released",
            _("Declaration {number} released"),
            _("The goods of declaration {number} are released. Its certificate {certificate} is among your documents."),
        ),
        Template(
            "customs/certificate_replaced",
            _("A new certificate of declaration {number}"),
            _("Declaration {number} was corrected. Certificate {certificate} replaces the one before it."),
        ),
        Template(
            "customs/refused",
            _("Declaration {number} refused"),
            _("Declaration {number} was refused. Its page says why."),
        ),
    )
