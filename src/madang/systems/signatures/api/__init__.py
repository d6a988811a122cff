"""REST endpoints of the trust services."""
