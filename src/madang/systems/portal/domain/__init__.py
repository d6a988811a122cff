"""What the portal makes of the members' answers. Plain Python."""
