"""What comes in and goes out as files: invoices (EN 16931, UBL, CII), reports of institutions."""
