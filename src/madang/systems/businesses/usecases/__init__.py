"""What can be done with the business register, one verb a file."""
