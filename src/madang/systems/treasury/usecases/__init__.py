"""What officials do with the state's money, one file a verb."""
