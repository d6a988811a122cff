"""Acting for another in this country."""
