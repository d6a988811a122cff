"""What every member answers for itself, whatever systems it runs: its cases, charges, documents, looks, notices, itself."""
