"""Framework agreements and their call-offs."""
