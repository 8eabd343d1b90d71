"""Refusals: what an operation raises when it will not do what was asked."""

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """The operation was refused and nothing was written. `str(exc)` is a sentence for a person.

    `field` names the form field that the sentence stands beside, when there is one.
    """

    def __init__(self, message: object, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field

    def __str__(self) -> str:
        return str(self.args[0])


class NotAllowed(Refused, PermissionDenied):
    """The person may not do this; the sentence says who can. Uncaught, it is a 403 page."""


class InvalidInput(Refused):
    """What was typed or uploaded cannot be used; the sentence says what to do."""
