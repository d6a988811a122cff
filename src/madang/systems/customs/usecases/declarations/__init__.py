"""Import, export, transit: lodge, check, amend, charge, release."""
