"""Conseils citoyens in the workspace, under /espace/conseils/."""

from django.urls import path

from ensemblier.councils.views import consultations, councils, mandates, running_grants, trainings

app_name = "councils"

running = [
    path("dotations/", running_grants.list_grants, name="all_grants"),
    path("dotations/export/<str:fmt>/", running_grants.export_grants, name="all_grants_export"),
    path("formations/", trainings.list_trainings, name="trainings"),
    path("formations/export/<str:fmt>/", trainings.export_trainings, name="trainings_export"),
    path("formations/nouvelle/<slug:slug>/", trainings.add_training, name="add_training"),
    path("formations/<int:training_pk>/modifier/", trainings.edit_training, name="edit_training"),
    path(
        "formations/<int:training_pk>/supprimer/",
        trainings.remove_training,
        name="remove_training",
    ),
    path("<int:pk>/consultations/", consultations.of_one_council, name="consultations"),
    path("<int:pk>/fonctionnement/", running_grants.grants, name="grants"),
    path("<int:pk>/fonctionnement/ouvrir/", running_grants.open_grant, name="open_grant"),
    path("<int:pk>/fonctionnement/<int:grant_pk>/", running_grants.grant, name="grant"),
    path(
        "<int:pk>/fonctionnement/<int:grant_pk>/ecrire/",
        running_grants.add_entry,
        name="add_entry",
    ),
    path(
        "<int:pk>/fonctionnement/<int:grant_pk>/clore/",
        running_grants.close_grant,
        name="close_grant",
    ),
    path(
        "<int:pk>/fonctionnement/<int:grant_pk>/comptes/<str:fmt>/",
        running_grants.statement,
        name="statement",
    ),
    path(
        "<int:pk>/fonctionnement/<int:grant_pk>/<int:entry_pk>/rayer/",
        running_grants.cross_entry,
        name="cross_entry",
    ),
    path(
        "<int:pk>/fonctionnement/<int:grant_pk>/<int:entry_pk>/justificatif/",
        running_grants.receipt,
        name="receipt",
    ),
]

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
    *running,
]
