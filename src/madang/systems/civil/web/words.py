"""Words of the pages: texts by language, and names for codes."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.contracts.services_v1 import ServiceKind
from madang.systems.civil.domain.applications import State
from madang.systems.civil.domain.life_events import PartState

CATEGORIES = {
    "residence": _("Residence and registration"),
    "family": _("Family and civil status"),
    "business": _("Business"),
    "welfare": _("Welfare and benefits"),
    "housing": _("Housing and land"),
    "tax": _("Tax"),
    "transport": _("Vehicles and transport"),
    "travel": _("Passport and travel"),
    "work": _("Work and training"),
    "education": _("Education"),
    "health": _("Health"),
    "records": _("Information and records"),
    "": _("Other services"),
}
KINDS = {
    ServiceKind.CERTIFICATE: _("Issued at once"),
    ServiceKind.MATTER: _("Decided by an official"),
    ServiceKind.COUNTER: _("At an office"),
}
STATES = {
    State.TO_PAY: _("Waiting for payment"),
    State.WAITING: _("Being issued"),
    State.ISSUED: _("Issued"),
    State.FAILED: _("Not issued"),
    State.SENT: _("On its way to the agency"),
    State.WITH_AGENCY: _("With the agency"),
    State.SUPPLEMENT: _("Something is missing"),
    State.GRANTED: _("Granted"),
    State.REFUSED: _("Refused"),
    State.OBJECTED: _("Objection under review"),
    State.WITHDRAWN: _("Taken back"),
    State.CLOSED: _("Closed"),
}
SENTENCES = {
    State.TO_PAY: _("Pay the fee and it goes on at once. Nothing is done before that."),
    State.WAITING: _("The document is being made. This page shows it as soon as it is there; you may also close it."),
    State.ISSUED: _("Your document is ready. Open it, save it, or let somebody verify it."),
    State.FAILED: _("It could not be issued. A fee that you paid goes back to you."),
    State.SENT: _("Your application is safe and waits for the agency to take it in. You need not do anything."),
    State.WITH_AGENCY: _("The agency has your application. You are told as soon as something happens."),
    State.SUPPLEMENT: _("The agency asks for something more. Answer on the case page; the clock stands until then."),
    State.GRANTED: _("Your application was granted."),
    State.REFUSED: _("Your application was refused. The case page gives the reasons and says how to object."),
    State.OBJECTED: _("Your objection is under review."),
    State.WITHDRAWN: _("You took this application back."),
    State.CLOSED: _("This application is closed."),
}
TONES = {
    State.TO_PAY: "warning",
    State.ISSUED: "success",
    State.GRANTED: "success",
    State.FAILED: "danger",
    State.REFUSED: "danger",
    State.SUPPLEMENT: "warning",
    State.WITHDRAWN: "gray",
    State.CLOSED: "gray",
}
PART_STATES = {
    PartState.BLOCKED: _("Waits for an earlier part"),
    PartState.READY: _("Could not be sent"),
    PartState.UNDER_WAY: _("Under way"),
    PartState.DONE: _("Done"),
    PartState.FAILED: _("Did not succeed"),
}
CHANNELS = {"online": _("Online"), "counter": _("At a counter"), "phone": _("By telephone"), "post": _("By post")}
STEPS = {
    "details": _("Your details"),
    "purpose": _("What it is for"),
    "content": _("What it shows"),
    "where": _("The place"),
    "who": _("Who it is about"),
    "when": _("The day"),
    "papers": _("Papers"),
    "business": _("The business"),
    "child": _("The child"),
    "parents": _("The parents"),
    "address": _("The address"),
    "options": _("What it shows"),
    "name": _("Name"),
    "documents": _("Papers to add"),
    "spouse": _("The spouse"),
    "decision": _("The decision"),
    "old": _("The old address"),
    "account": _("Account and numbers"),
    "estate": _("The estate"),
    "parts": _("What else?"),
}


def in_language(texts: Mapping[str, str] | None) -> str:
    """The text in the page's language, else in English, else in whichever there is."""
    if not texts:
        return ""
    return texts.get((get_language() or "").split("-")[0]) or texts.get("en") or next(iter(texts.values()))


def category(code: str) -> str:
    """A category's name."""
    return str(CATEGORIES.get(code) or code.replace("_", " ").capitalize())


def step_title(code: str) -> str:
    """A form step's name."""
    return str(STEPS.get(code) or code.replace("_", " ").capitalize())
