"""Loading a generated population."""
