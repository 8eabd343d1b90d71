"""How people are created; kept apart because Django's auth needs it at import time."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import BaseUserManager


class UserManager(BaseUserManager):
    def create_user(
        self,
        email: str | None,
        password: str | None = None,
        *,
        is_verified: bool = True,
        **fields: Any,
    ) -> Any:
        """`is_verified` says that the address is known to be theirs: no code is sent to check."""
        # allauth's models need ours.
        from allauth.account.models import EmailAddress

        address = self.normalize_email(email).lower() if email else None
        user: Any = self.model(email=address, **fields)
        user.set_password(password)
        user.save(using=self._db)
        if address:
            EmailAddress.objects.using(self._db).create(
                user=user, email=address, primary=True, verified=is_verified
            )
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Any:
        return self.create_user(email, password, is_superuser=True, **fields)
