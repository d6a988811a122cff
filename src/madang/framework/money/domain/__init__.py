"""The rules of money: plain Python."""
