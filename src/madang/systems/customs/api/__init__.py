"""REST endpoints of customs."""
