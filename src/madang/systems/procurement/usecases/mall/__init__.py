"""The e-mall."""
