"""Eight invented councils and a wide one: their members, meetings, minutes and volunteers."""
