"""Pages of the workspace that mix rooms."""
