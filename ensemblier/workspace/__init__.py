"""The team's home: what awaits me, people and roles. A composition, imported by none."""
