"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.identity.mandate_scopes import mandate_scope
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.customs.usecases.cargo import destroy_goods
from madang.systems.customs.usecases.cargo.sell_overdue import DECIDED, NOTICE
from madang.systems.customs.usecases.cargo.tell_overdue import MOVEMENT, STORAGE


def declare() -> None:
    """The scope of a mandate that covers cargo alone, the procedure of destruction, the messages about terms that are over."""
    procedures.register(destroy_goods.procedure())
    mandate_scope("customs.cargo:*", title=_("Lodge manifests, keep a bonded store and move goods under bond"))
    catalogue.register(
        Template(
            STORAGE,
            _("The storage term of {bill} is over"),
            _(
                "{count} packages under the bill {bill} lie at {place} since before {due_on}, the last day of their term. "
                "Declare them or send them back; otherwise customs may sell them."
            ),
        ),
        Template(
            NOTICE,
            _("Customs may sell the goods of {bill}"),
            _(
                "The term of {count} packages under the bill {bill} at {place} is over. Declare them or send them back "
                "by {day}; otherwise customs may sell them."
            ),
        ),
        Template(
            DECIDED,
            _("The goods of {bill} are to be sold"),
            _(
                "Customs decided to sell {count} packages under the bill {bill} at {place}. Nobody declared them in time."
            ),
        ),
        Template(
            MOVEMENT,
            _("The goods of {bill} have not arrived"),
            _(
                "{count} packages under the bill {bill} were to arrive by {due_on} (movement {place}). Report their arrival "
                "at once, or the duties on them are collected."
            ),
        ),
    )
