"""The residents’ fund in the workspace, under /espace/fonds/."""

from django.urls import URLPattern

app_name = "fund"

urlpatterns: list[URLPattern] = []
