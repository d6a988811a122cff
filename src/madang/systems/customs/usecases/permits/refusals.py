"""Why an agency's officer is refused something."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class NoSuchRequest(Refusal):
    """No such request, or not of the reader's office."""

    code = "customs.no_such_request"
    says = _("There is no such request at your office. Look for it in the list.")
    status = 404


class RequestClosed(Refusal):
    """It was answered, or its declaration ended."""

    code = "customs.request_closed"
    says = _("Request {number} was answered, or its declaration ended. Nothing was changed.")


class ExaminationOpen(Refusal):
    """An examination waits for its finding."""

    code = "customs.examination_open"
    says = _("An examination of request {number} waits for its finding. Enter it first.")


class ExaminationUnfit(Refusal):
    """The order or the finding does not say enough."""

    code = "customs.examination_unfit"
    says = _("Nothing was recorded. Correct what is marked.")
    status = 422


class AnswerUnfit(Refusal):
    """The answer does not hold together."""

    code = "customs.permit_answer_unfit"
    says = _("The answer was not recorded. Correct what is marked.")
    status = 422


class LicenceUnfit(Refusal):
    """The licence does not hold together."""

    code = "customs.licence_unfit"
    says = _("The licence was not entered. Correct what is marked.")
    status = 422
