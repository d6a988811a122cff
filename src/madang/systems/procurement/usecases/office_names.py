"""What offices are called."""

from collections.abc import Collection

from madang.framework.identity.models import Office


def office_names(*, language: str, codes: Collection[str]) -> dict[str, str]:
    """By code, in that language; the code where nobody registered it."""
    registered = Office.objects.filter(code__in=codes)
    return {code: code for code in codes} | {one.code: one.name_in(language) for one in registered}


def office_name(*, code: str, language: str) -> str:
    """Its name in that language; its code where nobody registered it."""
    return office_names(language=language, codes=[code])[code]
