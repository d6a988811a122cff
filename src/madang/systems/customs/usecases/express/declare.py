"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.customs.usecases.express import decide_asked


def declare() -> None:
    """Procedures and messages."""
    procedures.register(decide_asked.not_mine())
    procedures.register(decide_asked.returned())
    catalogue.register(
        Template(
            "customs/parcel_taxed_after",
            _("Parcel {waybill} is taxed after all"),
            _(
                "More of the same order came, and together it is worth more than is free. Customs made declaration "
                "{declaration}: pay it by the day that its page names."
            ),
        ),
        Template(
            "customs/parcel_answered",
            _("Customs agreed to what you asked of parcel {waybill}"),
            _("What it says: {reasons} The page of the parcel shows what follows."),
        ),
        Template(
            "customs/parcel_not_granted",
            _("Customs did not agree to what you asked of parcel {waybill}"),
            _("The reasons: {reasons}"),
        ),
        Template(
            "customs/parcel_faulty",
            _("Parcel {waybill} could not be declared"),
            _("What the courier said of parcel {waybill} is not enough for a declaration. Declare it yourself."),
        ),
        Template(
            "customs/parcel_refused",
            _("Parcel {waybill} was not released"),
            _("Customs looked at parcel {waybill} and did not release it: {finding}"),
        ),
    )
