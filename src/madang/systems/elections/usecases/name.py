"""The name of the system."""

SYSTEM = "elections"
