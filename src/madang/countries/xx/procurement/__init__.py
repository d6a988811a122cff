"""The law of procurement."""
