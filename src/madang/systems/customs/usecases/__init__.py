"""What people do with customs, by room."""
