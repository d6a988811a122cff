"""The pack of Serbia: complete for the system `tax`, with the check of its tax numbers."""
