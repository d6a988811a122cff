"""The law of `civil` in this country."""
