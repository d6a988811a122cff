"""What customs keeps."""
