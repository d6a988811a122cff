"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template


def declare() -> None:
    """Messages."""
    catalogue.register(
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
