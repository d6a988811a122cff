"""What a document is and how one is told from another. Plain Python; no Django."""
