"""Pages of the contracts, in the workspace, and their public calendar feed."""
