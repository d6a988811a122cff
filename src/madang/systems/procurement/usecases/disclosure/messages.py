"""What this room writes to people."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue


def register_messages() -> None:
    """Declare the messages."""
    catalogue.register(
        catalogue.Template(
            "procurement/alert",
            _("New tender: {title}"),
            _(
                "Tender {number} fits what you look for. It closes at {closes_at}. Your alerts are under /procurement/alerts/."
            ),
        ),
        catalogue.Template(
            "procurement/indicator",
            _("The integrity office asks about your bid: {title}"),
            _(
                "A pattern in the bids deserves a question; that is no accusation. Read it and answer until {answer_by}."
                " What you write is weighed before anything is decided."
            ),
            by_sms=True,
        ),
    )
