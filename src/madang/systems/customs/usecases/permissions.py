"""Who may do what in customs."""

OFFICER = "customs.officer"
INSPECTOR = "customs.inspector"
ANALYST = "customs.analyst"
CARGO = "customs.cargo"
PERMITS = "customs.permits"
