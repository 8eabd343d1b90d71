"""What is printed: the letter to each person of a pool."""
