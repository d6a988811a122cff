"""Invoices as files: UBL 2.1 and UN/CEFACT CII written, read, validated against EN 16931, signed."""
