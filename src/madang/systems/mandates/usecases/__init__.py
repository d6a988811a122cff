"""What people and officials do about acting for another, one file a verb."""
