"""Names that this system goes by."""

from django.utils.translation import gettext_lazy as _

SYSTEM = "mobile_id"
ISSUER = "mobile_id.issuer"
# The question of signing in; a country's pack says who asks it and on which article.
SIGN_IN = "sign_in"
CONFIGURATION = "mobile_id"
PURPOSE = _("Issuing a mobile ID")
