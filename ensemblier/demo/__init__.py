"""The invented year that fills a new installation. May import everything."""
