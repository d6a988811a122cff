"""Pages of the e-mall."""
