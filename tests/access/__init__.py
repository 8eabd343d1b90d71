"""What the addresses of each room stand for when every kind of person tries them."""
