"""Settings, URLs and entry points. Touches every room; no room touches it."""
