"""What elections answers, hears and offers."""
