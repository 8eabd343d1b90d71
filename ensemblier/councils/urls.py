"""Conseils citoyens in the workspace, under /espace/conseils/."""

from django.urls import path

from ensemblier.councils.views import councils, mandates

app_name = "councils"

urlpatterns = [
    path("", councils.list_councils, name="list"),
    path("export/<str:fmt>/", councils.export, name="export"),
    path("nouveau/<slug:slug>/", councils.create, name="create"),
    path("<int:pk>/", councils.show, name="council"),
    path("<int:pk>/modifier/", councils.edit, name="edit"),
    path("<int:pk>/arrete/<str:fmt>/", councils.order, name="order"),
    path("<int:pk>/membres/export/<str:fmt>/", mandates.export_members, name="export_members"),
    path("<int:pk>/membres/ajouter/", mandates.add_mandate, name="add_mandate"),
    path("<int:pk>/membres/<int:mandate_pk>/modifier/", mandates.edit_mandate, name="edit_mandate"),
    path("<int:pk>/membres/<int:mandate_pk>/finir/", mandates.end_mandate, name="end_mandate"),
]
