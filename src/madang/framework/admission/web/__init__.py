"""The waiting page, and the operators' pages."""
