"""The law of taxes, as far as it is the same everywhere. What differs stands in `countries/<code>/tax`."""
