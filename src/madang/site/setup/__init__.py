"""What makes a checkout runnable: virtual environment, front-end assets, system packages. Standard library only."""
