"""Pages of treasury."""
