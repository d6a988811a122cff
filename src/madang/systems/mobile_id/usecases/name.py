"""Names that this system goes by."""

SYSTEM = "mobile_id"
ISSUER = "mobile_id.issuer"
CONFIGURATION = "mobile_id"
PURPOSE = "Issuing a mobile ID"
