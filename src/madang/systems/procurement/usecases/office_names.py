"""What offices are called."""

from collections.abc import Iterable

from django.utils.translation import get_language

from madang.framework.identity.models import Office


def office_names(*, codes: Iterable[str], language: str = "") -> dict[str, str]:
    """By code, each once, in that language or the one in force; the code where nobody registered it."""
    wanted = sorted(set(codes))
    spoken = language or get_language() or "en"
    registered = Office.objects.filter(code__in=wanted)
    return {code: code for code in wanted} | {one.code: one.name_in(spoken) for one in registered}


def office_name(*, code: str, language: str = "") -> str:
    """Its name in that language or the one in force; its code where nobody registered it."""
    return office_names(codes=[code], language=language)[code]
