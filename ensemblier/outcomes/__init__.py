"""Reports of funded actions: what was done, whom it reached, what it cost; figures along the thread."""
