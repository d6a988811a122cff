"""What people do with elections, by room."""
