"""The rules of cases: plain Python."""
