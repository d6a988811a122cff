"""What people do with tax, by room."""
