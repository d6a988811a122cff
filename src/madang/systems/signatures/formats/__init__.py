"""What the trust services write and read: certificates, revocation lists, answers, timestamps. Plain Python."""
