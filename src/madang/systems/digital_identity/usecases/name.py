"""The system's own name."""

SYSTEM = "digital_identity"
