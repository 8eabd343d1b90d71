"""What the pages and the hard computations cost. Never imported by the product."""
