"""People, sign-in, and what it means to hold a role somewhere. May import core and ui."""
