"""Korea's law of taxes."""
