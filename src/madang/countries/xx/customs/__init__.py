"""Hanbit's law of customs (fictional)."""
