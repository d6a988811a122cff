"""When the service cannot run: fallback, lodging without a network, release on paper, and a status that is true."""
