"""What lies outside: the places where private keys are kept."""
