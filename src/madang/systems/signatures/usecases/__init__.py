"""What officials and residents do with certificates, one file a verb."""
