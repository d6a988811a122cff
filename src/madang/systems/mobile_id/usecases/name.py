"""Names that this system goes by."""

from django.utils.translation import gettext_lazy as _

SYSTEM = "mobile_id"
ISSUER = "mobile_id.issuer"
CONFIGURATION = "mobile_id"
PURPOSE = _("Issuing a mobile ID")
