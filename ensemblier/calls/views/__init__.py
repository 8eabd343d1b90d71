"""The pages of the calls in the workspace."""
