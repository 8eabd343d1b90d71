"""Communes, EPCI, QPV, perimeters, statistics, and which area a point is in."""
