"""The law of `signatures` in this country."""
