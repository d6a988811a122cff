"""What procurement does, by room: market, supply, bidding, award, contract, mall, disclosure."""
