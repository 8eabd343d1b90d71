"""What people fill in about money: amounts, scenarios, decisions, agreements, payments."""
