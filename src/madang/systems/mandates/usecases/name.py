"""Names that this system goes by."""

SYSTEM = "mandates"
GUARDIANSHIP = "mandates.guardianship"
