"""Addresses of a plan and what their answers say."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from ensemblier.plans.models import PlanVersion

PLAN = "plan-du-contrat"


def address(name: str, *args: object, slug: str = PLAN) -> str:
    return reverse(f"plans:{name}", args=["ici", slug, *args])


def post(client: Client, url: str, version: PlanVersion, **data: Any) -> Any:
    version.refresh_from_db()
    return client.post(url, {"edition": version.edition, **data}, follow=True)


def tree_of(client: Client, url: str, version: PlanVersion, **data: Any) -> Any:
    """As editor.js asks."""
    version.refresh_from_db()
    return client.post(url, {"edition": version.edition, **data}, headers={"X-Editor": "tree"})


def messages_in(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]
