"""The name of the system."""

SYSTEM = "customs"
