"""Serbia's law of taxes."""
