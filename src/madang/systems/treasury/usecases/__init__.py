"""What officials and residents do with treasury, one file a verb."""
