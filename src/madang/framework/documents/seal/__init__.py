"""The agency's seal: keys, signatures over statements, PAdES over PDF files."""
