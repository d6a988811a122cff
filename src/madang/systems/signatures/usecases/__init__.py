"""What officials and residents do with signatures, one file a verb."""
