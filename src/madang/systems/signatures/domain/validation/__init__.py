"""What a signature proves: the process of ETSI EN 319 102-1 over what a format's reader found. Plain Python."""
