"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.money.progress import on_charge_changed
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.customs.usecases.securing.deposits import ASKED, CAME, follow_deposit
from madang.systems.customs.usecases.securing.discharge import TOLD
from madang.systems.customs.usecases.securing.guarantees import ACCEPTED
from madang.systems.customs.usecases.securing.operators import AUTHORISED, DEFERRED, ENDED
from madang.systems.customs.usecases.securing.terms import CALLED, ENDS, EXPIRES, MISSED, SALE, follow_missed

MESSAGES = (
    Template(
        ACCEPTED,
        _("Guarantee {number} accepted"),
        _("Customs accepted your guarantee {number} of {amount}, valid until {day}."),
    ),
    Template(
        ASKED,
        _("Deposit {amount} for guarantee {number}"),
        _("Customs accepted money as your guarantee {number}. It holds from the day on which you pay {amount}."),
    ),
    Template(
        CAME,
        _("Guarantee {number} holds"),
        _("Your deposit of {amount} came. Declarations that waited for it are looked at again."),
    ),
    Template(
        ENDS,
        _("{goods}: the term ends on {day}"),
        _(
            "The goods of declaration {number} must leave their procedure by {day}. Send them out or declare them; "
            "afterwards the duties that wait become due."
        ),
    ),
    Template(
        MISSED,
        _("{goods}: the term is over, {amount} to pay"),
        _(
            "The goods of declaration {number} were to leave their procedure by {day}. The duties that waited are charged: "
            "{amount}. Pay in time, or the guarantee is called."
        ),
    ),
    Template(
        SALE,
        _("{goods}: the term of storage is over"),
        _(
            "The goods of declaration {number} were to leave their procedure by {day}. Declare them or send them out at "
            "once; otherwise customs may sell them."
        ),
    ),
    Template(
        CALLED,
        _("The guarantee for declaration {number} is called"),
        _("{amount} for {goods} was not paid in time. Customs takes it from the guarantee."),
    ),
    Template(
        EXPIRES,
        _("Guarantee {number} ends on {day}"),
        _("Something still hangs on guarantee {number}. Give another one before {day}."),
    ),
    Template(
        AUTHORISED,
        _("You are an authorised operator"),
        _("Customs authorised you as an operator of safe trade until {day}."),
    ),
    Template(
        ENDED,
        _("Your authorisation as an operator was taken back"),
        _("Customs took back your authorisation: {reason}"),
    ),
    Template(
        DEFERRED,
        _("You may pay customs duties at the end of the month"),
        _("Until {day} goods are released before you pay, up to {amount} at one time. Your guarantee secures it."),
    ),
    Template(
        TOLD,
        _("{goods}: the procedure is ended"),
        _("All goods of declaration {number} left their procedure in time. What secured them is free."),
    ),
)


def declare() -> None:
    """The messages about guarantees and terms; payments of what a missed term asks."""
    on_charge_changed(follow_missed)
    on_charge_changed(follow_deposit)
    catalogue.register(*MESSAGES)
