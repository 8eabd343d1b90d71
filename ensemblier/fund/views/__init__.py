"""Pages of the residents’ fund in the workspace."""
