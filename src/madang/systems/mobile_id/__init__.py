"""Mobile id."""
