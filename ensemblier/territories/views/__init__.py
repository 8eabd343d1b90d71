"""Pages of the territories, in the workspace."""
