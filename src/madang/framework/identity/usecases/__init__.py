"""What is done with accounts, sessions, offices and mandates: one verb a file."""
