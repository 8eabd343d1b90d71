"""WGS 84 ↔ Lambert-93, the legal projection of metropolitan France, for whole arrays at once.

Formulas and constants: IGN, «Projection cartographique conique conforme de Lambert», NT/G 71
(algorithms ALG0001 to ALG0004), ellipsoid IAG GRS 1980. Good to far less than a centimetre
inside `BOUNDS`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ECCENTRICITY = 0.0818191910428158
EXPONENT = 0.7256077650532670
CONSTANT = 11754255.426096
CENTRAL_MERIDIAN = np.radians(3.0)
POLE_X, POLE_Y = 700000.0, 12655612.049876

# Longitudes and latitudes for which the projection is meant, islands and borders included.
BOUNDS = (-9.9, 41.0, 10.4, 51.6)


def to_lambert93(lon: Any, lat: Any) -> tuple[Floats, Floats]:
    """Degrees to metres."""
    phi = np.radians(np.asarray(lat, dtype=np.float64))
    angle = EXPONENT * (np.radians(np.asarray(lon, dtype=np.float64)) - CENTRAL_MERIDIAN)
    sine = np.sin(phi)
    isometric = np.arctanh(sine) - ECCENTRICITY * np.arctanh(ECCENTRICITY * sine)
    radius = CONSTANT * np.exp(-EXPONENT * isometric)
    return POLE_X + radius * np.sin(angle), POLE_Y - radius * np.cos(angle)


def to_wgs84(x: Any, y: Any) -> tuple[Floats, Floats]:
    """Metres to degrees of longitude and latitude."""
    east = np.asarray(x, dtype=np.float64) - POLE_X
    south = POLE_Y - np.asarray(y, dtype=np.float64)
    isometric = -np.log(np.hypot(east, south) / CONSTANT) / EXPONENT
    lon = CENTRAL_MERIDIAN + np.arctan2(east, south) / EXPONENT
    sine = np.tanh(isometric)
    # Each turn divides the error by more than a hundred: eight reach the last bit.
    for _turn in range(8):
        sine = np.tanh(isometric + ECCENTRICITY * np.arctanh(ECCENTRICITY * sine))
    return np.degrees(lon), np.degrees(np.arcsin(sine))


def looks_like_lambert93(x: float, y: float) -> bool:
    """Whether a pair of numbers can only be metres: no degree is that large."""
    return -400_000 <= x <= 1_350_000 and 6_000_000 <= y <= 7_300_000
