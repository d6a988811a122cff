"""What goes back, on the page of what it goes back for."""
