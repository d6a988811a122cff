"""The rules of digital identity: plain Python."""
