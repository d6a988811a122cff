"""What customs gives back: owed, paid out by the treasury, come back to another account."""
