"""Why a file of declarations is not taken, or not found."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class NoSuchBatch(Refusal):
    """No such batch, or not the reader's."""

    code = "customs.no_such_batch"
    says = _("There is no such file of declarations, or it is not yours. Look for its number in your list.")
    status = 404


class NotAnsweredYet(Refusal):
    """Its messages are being worked on."""

    code = "customs.batch_not_answered"
    says = _("Of the {messages} messages of {number}, {answered} are answered so far. Ask again in a while.")
    status = 409


class NoControlMessage(Refusal):
    """CONTRL answers interchanges alone."""

    code = "customs.no_control_message"
    says = _("{number} is no EDIFACT interchange: CONTRL answers such alone. Take its responses.")
    status = 404
