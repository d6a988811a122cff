"""Pages: import, export, transit: lodge, check, amend, charge, release."""
