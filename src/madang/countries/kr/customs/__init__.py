"""Korea's law of customs."""
