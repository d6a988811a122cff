"""The pack of Kazakhstan: complete for the system `tax`, with the check of its identification numbers."""
