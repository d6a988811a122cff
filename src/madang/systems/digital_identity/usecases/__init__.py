"""What officials and residents do with digital identity, one file a verb."""
