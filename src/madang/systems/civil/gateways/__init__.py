"""Outside parties of civil services."""
