"""One module per format; each gives typed lines and knows nothing of plans."""
