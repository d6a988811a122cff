"""The country's own names of services, for procedures and documents."""

from django.utils.translation import get_language

from madang.exchange.catalogue import descriptions
from madang.framework.law import pack
from madang.systems.businesses.usecases.name import SYSTEM


class ServiceTitle:
    """A service's name as the active country's pack writes it, in the active language, chosen when it is shown.

    `otherwise` stands where the country describes no such service.
    """

    def __init__(self, *, code: str, otherwise: object) -> None:
        self.code = code
        self.otherwise = otherwise

    def __str__(self) -> str:
        described = descriptions(pack_code=pack().code, system=SYSTEM).get(self.code)
        if described is None:
            return str(self.otherwise)
        return described.title.get((get_language() or "en")[:2]) or described.title["en"]
