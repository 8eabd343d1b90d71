"""The pages of the conseils citoyens in the workspace."""
