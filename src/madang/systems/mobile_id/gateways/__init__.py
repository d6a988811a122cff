"""Outside parties of mobile ID."""
