"""Pages of customs."""
