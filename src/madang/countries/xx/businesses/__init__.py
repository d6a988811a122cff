"""The law of `businesses` in this country."""
