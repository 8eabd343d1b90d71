"""Territories in the workspace, under /espace/territoires/."""

from django.urls import path

from ensemblier.territories.views import areas, imports, locating, statistics

app_name = "territories"

urlpatterns = [
    path("", areas.list_areas, name="list"),
    path("export/<str:fmt>/", areas.export, name="export"),
    path("nouveau/", areas.create, name="create"),
    path("situer/", locating.locate, name="locate"),
    path("fichiers/", imports.import_file, name="import"),
    path("fichiers/<int:pk>/", imports.preview, name="import_preview"),
    path("fichiers/<int:pk>/refus/", imports.refused_rows, name="import_refused"),
    path("fichiers/<int:pk>/appliquer/", imports.apply, name="import_apply"),
    path("fichiers/<int:pk>/annuler/", imports.undo, name="import_undo"),
    path("fichiers/<int:pk>/abandonner/", imports.discard, name="import_discard"),
    path("<str:key>/", areas.detail, name="detail"),
    path("<str:key>/modifier/", areas.edit, name="edit"),
    path("<str:key>/phrases/", areas.describe, name="describe"),
    path("<str:key>/chiffres/export/<str:fmt>/", statistics.export, name="export_statistics"),
    path("<str:key>/chiffres/ajouter/", statistics.add, name="add_statistic"),
    path("<str:key>/chiffres/<int:pk>/", statistics.edit, name="edit_statistic"),
    path("<str:key>/chiffres/<int:pk>/retirer/", statistics.remove, name="remove_statistic"),
]
