"""What is read about pools and draws."""
