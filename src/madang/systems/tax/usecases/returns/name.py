"""The name by which the exchange knows this system."""

SYSTEM = "tax"
