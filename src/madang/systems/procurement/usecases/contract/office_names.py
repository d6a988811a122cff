"""What an office is called."""

from madang.framework.identity.models import Office


def office_name(*, code: str, language: str) -> str:
    """Its name in `language`; its code where nobody registered it."""
    found = Office.objects.filter(code=code).first()
    return found.name_in(language) if found else code
