"""Draws by lot in the workspace, under /espace/tirages/."""

from django.urls import URLPattern

app_name = "draws"

urlpatterns: list[URLPattern] = []
