"""Pages of the money: the matrix and its scenarios, decisions, agreements, payments."""
