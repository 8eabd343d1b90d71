"""Pages of pools and draws for the team, under /espace/tirages/."""
