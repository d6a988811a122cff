"""Pages of mobile ID."""
