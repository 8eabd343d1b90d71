"""Reports of funded actions: what was done, for whom, at what cost; figures along the thread."""
