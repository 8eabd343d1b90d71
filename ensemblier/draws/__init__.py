"""Draws by lot anyone can check: pools, quotas, lottery, ceremony, certificates."""
