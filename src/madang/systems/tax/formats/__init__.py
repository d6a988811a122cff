"""What comes in and goes out as files: invoices (EN 16931, UBL, CII, Korea's own), reports of institutions."""
