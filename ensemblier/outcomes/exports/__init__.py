"""Reports, waivers and figures as tables."""
