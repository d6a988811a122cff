"""What customs answers, hears and offers."""
