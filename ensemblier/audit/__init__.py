"""Who did what when: append-only, chained by hash. May import core, ui, accounts."""
