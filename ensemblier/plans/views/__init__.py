"""Pages of the plans in the workspace: read, write, publish, compare, align, import."""
