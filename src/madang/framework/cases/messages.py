"""What applicants are told about their cases."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify.catalogue import Template, register

MESSAGES = (
    Template(
        "cases/filed",
        _("We received your application: {title}"),
        _(
            "Your application “{title}” was received under number {number}. "
            "By law it will be decided by {due_on} at the latest. You can follow every step on its page."
        ),
    ),
    Template(
        "cases/supplement",
        _("Please add something to your application {number}"),
        _(
            "The office needs something more to decide on “{title}” ({number}):\n\n{asked}\n\n"
            "Please answer by {answer_by}. Until you answer, the period for the decision stands still."
        ),
        by_sms=True,
    ),
    Template(
        "cases/transferred",
        _("Another office now handles your application {number}"),
        _(
            "Your application “{title}” ({number}) was transferred to {office}. Reason: {reason}\n\nYou need not do anything."
        ),
    ),
    Template(
        "cases/granted",
        _("Your application was granted: {title}"),
        _("Your application “{title}” ({number}) was granted.\n\nReasons: {reasons}"),
        by_sms=True,
    ),
    Template(
        "cases/refused",
        _("Your application was refused: {title}"),
        _(
            "Your application “{title}” ({number}) was refused.\n\nReasons: {reasons}\n\n"
            "Its page gives the legal text and says how you can object."
        ),
        by_sms=True,
    ),
    Template(
        "cases/extended",
        _("The office needs longer for your application {number}"),
        _(
            "The office cannot decide on “{title}” ({number}) in time and extends the period to {due_on}.\n\n"
            "Reasons: {reasons}\n\nYou need not do anything. The law lets the office do this once."
        ),
    ),
    Template(
        "cases/objected",
        _("We received your objection: {title}"),
        _("Your objection in case {number} was received. Another official answers it by {due_on} at the latest."),
    ),
    Template(
        "cases/objection_upheld",
        _("Your objection was upheld: {title}"),
        _("Your objection in case {number} was upheld; your application is granted after all.\n\nReasons: {reasons}"),
        by_sms=True,
    ),
    Template(
        "cases/objection_dismissed",
        _("Your objection was dismissed: {title}"),
        _(
            "Your objection in case {number} was dismissed; the decision stands.\n\nReasons: {reasons}\n\n"
            "An administrative appeal or a suit remains open to you."
        ),
        by_sms=True,
    ),
    Template(
        "cases/withdrawn",
        _("Your application was withdrawn: {title}"),
        _(
            "You withdrew your application “{title}” ({number}). What you paid for it is given back by the way you paid."
        ),
    ),
)


def declare() -> None:
    """Make them known."""
    register(*MESSAGES)
