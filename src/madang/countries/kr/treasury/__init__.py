"""The treasury's law."""
