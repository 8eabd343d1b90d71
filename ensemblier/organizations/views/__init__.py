"""Pages of the organizations, in the workspace."""
