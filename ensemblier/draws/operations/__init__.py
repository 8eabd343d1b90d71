"""Every write on pools and draws, one module for each step."""
