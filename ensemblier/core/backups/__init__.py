"""The whole installation in one file, and back: any database, any storage, no room."""
