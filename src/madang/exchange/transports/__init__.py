"""How a message crosses: within the process, or over HTTP with mutual TLS and message signatures."""
