"""What banks and accountants read and write."""
