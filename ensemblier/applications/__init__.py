"""Actions for life, their yearly applications, budgets, requests to funders, exchanges."""
