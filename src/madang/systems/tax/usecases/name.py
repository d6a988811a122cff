"""The name of the system."""

SYSTEM = "tax"
