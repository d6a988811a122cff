"""Outside parties: the relying parties' logout addresses."""
