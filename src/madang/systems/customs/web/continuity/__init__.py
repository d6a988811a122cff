"""Pages: the status of the service, fallbacks, lodging without a network, releases on paper."""
