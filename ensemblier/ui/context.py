"""What every layout needs. Costs no query."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def layout(request: HttpRequest) -> dict[str, Any]:
    return {
        "installation_name": settings.INSTALLATION_NAME,
        "is_demonstration": settings.DEMONSTRATION,
        "signup_is_open": settings.SIGNUP_OPEN,
    }
