"""What residents, officials, wallets and verifiers do with mobile IDs, one file a verb."""
