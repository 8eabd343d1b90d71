"""The audit trail's pages. They mix rooms, so they live here, under the names of `audit`."""

from django.urls import path

from ensemblier.workspace.views import trail

app_name = "audit"

urlpatterns = [
    path("", trail.trail, name="list"),
    path("export/<str:fmt>/", trail.export, name="export"),
]
