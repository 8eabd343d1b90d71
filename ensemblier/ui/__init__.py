"""Design tokens, components with declared props, layouts, gallery. May import core."""
