"""Pages: Matching, risks, selection for audit, reports of whistle-blowers."""
