"""One search box over every room. A composition: mixes rooms, imported by none."""
