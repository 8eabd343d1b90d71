"""The public site. A composition: mixes rooms, imported by none."""
