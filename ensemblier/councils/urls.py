"""Conseils citoyens in the workspace, under /espace/conseils/."""

from django.urls import path

from ensemblier.councils import views

app_name = "councils"

urlpatterns = [
    path("", views.list_councils, name="list"),
    path("export/<str:fmt>/", views.export, name="export"),
    path("nouveau/<slug:slug>/", views.create, name="create"),
    path("<int:pk>/", views.show, name="council"),
    path("<int:pk>/modifier/", views.edit, name="edit"),
    path("<int:pk>/membres/export/<str:fmt>/", views.export_members, name="export_members"),
    path("<int:pk>/membres/ajouter/", views.add_mandate, name="add_mandate"),
    path("<int:pk>/membres/<int:mandate_pk>/finir/", views.end_mandate, name="end_mandate"),
]
