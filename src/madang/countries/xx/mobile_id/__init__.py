"""Mobile ID in this country."""
