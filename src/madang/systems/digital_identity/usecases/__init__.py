"""What relying parties, residents and officials do with digital identity, one file a verb."""
