"""Co-financing: the matrix, awards, scenarios, decisions, agreements, payments."""
