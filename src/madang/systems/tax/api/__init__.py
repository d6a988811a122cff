"""REST endpoints of tax."""
