"""What the business register keeps."""

from madang.systems.businesses.models.business import Business, NumberSerial
from madang.systems.businesses.models.establishment import Establishment
from madang.systems.businesses.models.history import Amendment, StatusChange
from madang.systems.businesses.models.representative import Representative

__all__ = ["Amendment", "Business", "Establishment", "NumberSerial", "Representative", "StatusChange"]
