"""Hanbit's law of taxes."""
