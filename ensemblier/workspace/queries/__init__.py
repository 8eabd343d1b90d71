"""What the pages of the workspace show, over all rooms."""
