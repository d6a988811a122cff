"""Kazakhstan's law of taxes."""
