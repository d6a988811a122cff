"""What people, officials and neighbours can do with civil services, one verb a file."""
