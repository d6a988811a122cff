"""What changes a queue."""
