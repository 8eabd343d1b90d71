"""What a view behind `login_required` receives."""

from django.http import HttpRequest

from ensemblier.accounts.models import User


class SignedInRequest(HttpRequest):
    """For type checkers only: the person is known."""

    user: User
