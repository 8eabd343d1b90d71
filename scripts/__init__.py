"""What a developer runs through the Makefile; never imported by the product."""
