"""Pages of tax."""
