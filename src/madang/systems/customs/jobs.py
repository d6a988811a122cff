"""What runs after a commit or on a schedule."""
