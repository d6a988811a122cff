"""The pages of civil services."""
