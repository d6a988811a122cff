"""How the portal puts things into words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from madang.contracts.looks_v1 import Look


def system_title(code: str | None) -> str:
    """A system's name for people; its code where it is none of ours."""
    names = {
        "population": _("Resident register"),
        "businesses": _("Business register"),
        "civil": _("Civil services"),
        "portal": _("This portal"),
    }
    return names.get(code or "", code or "")


def _data_names() -> dict[str, str]:
    return {
        "name": _("name"),
        "latin_name": _("name in Latin letters"),
        "birth_on": _("date of birth"),
        "died_on": _("date of death"),
        "sex": _("sex"),
        "status": _("status"),
        "address": _("address"),
        "addresses": _("former addresses"),
        "household": _("household"),
        "members": _("family and household members"),
        "head": _("head of household"),
        "relation": _("relationship"),
        "masked_number": _("masked resident number"),
        "number": _("number"),
        "businesses": _("businesses"),
        "postcode": _("postcode"),
        "division": _("district"),
        "representative": _("representative"),
    }


def _question_names() -> dict[str, str]:
    return {
        "GetPerson": _("your entry in the register"),
        "FindPerson": _("your entry in the register"),
        "GetHousehold": _("your household"),
        "GetFamily": _("your family relations"),
        "GetAddressHistory": _("your present and former addresses"),
        "FindBusinessesOf": _("your businesses"),
        "GetBusiness": _("your business’s entry in the register"),
        "PrefillApplication": _("what an application form needs of you"),
        "IssueCertificate": _("what a certificate for you states"),
        "person": _("your entry in the register"),
        "number": _("your whole resident number"),
        "representative": _("a business’s entry that names you"),
        "case": _("your case and what you sent with it"),
    }


def data_words(fields: Iterable[str]) -> str:
    """Field names as words, each once. A part of something (`address.text`) is named by the whole."""
    names = _data_names()
    words = []
    for one in fields:
        parts = [part for part in one.split(".") if part in names]
        word = names[parts[-1]] if parts else ""
        if one.startswith("address."):
            word = names["address"]
        if word and word not in words:
            words.append(word)
    return ", ".join(words)


def look_sentence(look: Look) -> str:
    """Who looked at what, in one sentence."""
    question = (look.question or "").rpartition(".")[2]
    what = data_words(look.fields) or _question_names().get(question) or _("data about you")
    values = {"office": look.asked_by or system_title(look.system), "what": what, "source": system_title(look.source)}
    if look.kind == "own":
        return _("Used for your own request: %(what)s, from: %(source)s.") % values
    return _("%(office)s looked at %(what)s in: %(source)s.") % values


def look_reason(look: Look) -> str:
    """Why, by what right, for which case."""
    parts = [_("Because: %(purpose)s") % {"purpose": look.purpose}] if look.purpose else []
    if look.basis and look.kind != "own":
        parts.append(_("Legal basis: %(basis)s") % {"basis": look.basis})
    if look.case:
        parts.append(_("Case: %(case)s") % {"case": look.case})
    return " · ".join(parts)


def silence(members: Iterable[str]) -> str:
    """Says which members did not answer; nothing when all did."""
    names = ", ".join(members)
    if not names:
        return ""
    return _(
        "No answer from: %(members)s. What is kept there is missing on this page; nothing is lost. Look again in a few minutes."
    ) % {"members": names}


def state_titles() -> dict[str, str]:
    """The states that a worklist can be narrowed to."""
    return {
        "filed": _("Filed"),
        "in_review": _("In review"),
        "supplement_requested": _("Waiting for the applicant"),
        "waiting": _("Waiting for another office"),
        "objected": _("Objection filed"),
    }


def state_tone(state: str | None, *, overdue: bool = False) -> str:
    """The badge's tone of a case's state."""
    if overdue:
        return "danger"
    tones = {
        "supplement_requested": "warning",
        "waiting": "warning",
        "objected": "point",
        "decided": "success",
        "closed": "gray",
        "withdrawn": "gray",
        "in_review": "primary",
    }
    return tones.get(state or "", "information")


def document_tone(status: str | None) -> str:
    """The badge's tone of a document's standing."""
    tones = {"genuine": "success", "valid": "success", "expired": "gray", "replaced": "warning", "revoked": "danger"}
    return tones.get(status or "", "gray")


def document_status(status: str | None) -> str:
    """A document's standing in a word."""
    words = {
        "genuine": _("valid"),
        "valid": _("valid"),
        "expired": _("expired"),
        "replaced": _("replaced"),
        "revoked": _("revoked"),
    }
    return words.get(status or "", status or "")


def verdict_title(outcome: str | None) -> str:
    """The verdict on a document as a headline."""
    words = {
        "genuine": _("This document is genuine"),
        "altered": _("This document was altered"),
        "other_document": _("This belongs to another document"),
        "revoked": _("This document was revoked"),
        "replaced": _("This document was replaced"),
        "expired": _("This document has expired"),
    }
    return words.get(outcome or "", _("No such document was issued"))


def verdict_tone(outcome: str | None) -> str:
    """The verdict's tone: only a genuine document is good."""
    return {"genuine": "success", "expired": "warning", "replaced": "warning"}.get(outcome or "", "danger")
