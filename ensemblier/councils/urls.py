"""Conseils citoyens in the workspace, under /espace/conseils/."""

from django.urls import path

from ensemblier.councils.views import (
    councils,
    documents,
    mandates,
    meetings,
    minutes,
    minutes_uploads,
    running_grants,
    trainings,
    volunteers,
)

app_name = "councils"

VOLUNTEER = "volontaires/<int:volunteer_pk>/"
MEETING = "<int:pk>/reunions/<int:meeting_pk>/"
MINUTES = "<int:pk>/comptes-rendus/<int:minutes_pk>/"
UPLOAD = "<int:pk>/comptes-rendus/depots/<int:upload_pk>/"
DOCUMENT = "<int:pk>/documents/<int:document_pk>/"

RUNNING = [
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
    path("volontaires/", volunteers.volunteers, name="volunteers"),
    path("volontaires/export/<str:fmt>/", volunteers.export_volunteers, name="export_volunteers"),
    path(f"{VOLUNTEER}siege/", volunteers.seat_volunteer, name="seat_volunteer"),
    path(f"{VOLUNTEER}tirage/", volunteers.keep_for_draw, name="keep_for_draw"),
    path(f"{VOLUNTEER}sans-suite/", volunteers.decline_volunteer, name="decline_volunteer"),
    path(f"{VOLUNTEER}effacer/", volunteers.forget_volunteer, name="forget_volunteer"),
    path("<int:pk>/", councils.show, name="council"),
    path("<int:pk>/modifier/", councils.edit, name="edit"),
    path("<int:pk>/arrete/<str:fmt>/", councils.order, name="order"),
    path("<int:pk>/membres/export/<str:fmt>/", mandates.export_members, name="export_members"),
    path("<int:pk>/membres/ajouter/", mandates.add_mandate, name="add_mandate"),
    path("<int:pk>/membres/<int:mandate_pk>/modifier/", mandates.edit_mandate, name="edit_mandate"),
    path("<int:pk>/membres/<int:mandate_pk>/finir/", mandates.end_mandate, name="end_mandate"),
    *RUNNING,
    path("<int:pk>/reunions/", meetings.meetings, name="meetings"),
    path("<int:pk>/reunions/export/<str:fmt>/", meetings.export_meetings, name="export_meetings"),
    path("<int:pk>/reunions/prevoir/", meetings.plan_meeting, name="plan_meeting"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}modifier/", meetings.edit_meeting, name="edit_meeting"),
    path(f"{MEETING}convoquer/", meetings.convene, name="convene"),
    path(f"{MEETING}presences/", meetings.presences, name="presences"),
    path(f"{MEETING}annuler/", meetings.cancel_meeting, name="cancel_meeting"),
    path("<int:pk>/comptes-rendus/", minutes.minutes, name="minutes"),
    path(
        "<int:pk>/comptes-rendus/export/<str:fmt>/", minutes.export_minutes, name="export_minutes"
    ),
    path("<int:pk>/comptes-rendus/deposer/", minutes.add_minutes, name="add_minutes"),
    path(
        "<int:pk>/comptes-rendus/deposer-plusieurs/",
        minutes_uploads.add_many_minutes,
        name="add_many_minutes",
    ),
    path(UPLOAD, minutes_uploads.minutes_upload, name="minutes_upload"),
    path(f"{UPLOAD}abandonner/", minutes_uploads.discard_upload, name="discard_upload"),
    path(f"{UPLOAD}annuler/", minutes_uploads.undo_upload, name="undo_upload"),
    path(MINUTES, minutes.one_minutes, name="one_minutes"),
    path(f"{MINUTES}fichier/", minutes.minutes_file, name="minutes_file"),
    path(f"{MINUTES}modifier/", minutes.edit_minutes, name="edit_minutes"),
    path(f"{MINUTES}texte/", minutes.type_text, name="type_text"),
    path(f"{MINUTES}publier/", minutes.publish_minutes, name="publish_minutes"),
    path(f"{MINUTES}retirer/", minutes.unpublish_minutes, name="unpublish_minutes"),
    path(f"{MINUTES}supprimer/", minutes.remove_minutes, name="remove_minutes"),
    path("<int:pk>/documents/", documents.documents, name="documents"),
    path(
        "<int:pk>/documents/export/<str:fmt>/", documents.export_documents, name="export_documents"
    ),
    path("<int:pk>/documents/ajouter/", documents.add_document, name="add_document"),
    path(DOCUMENT, documents.document, name="document"),
    path(f"{DOCUMENT}modifier/", documents.edit_document, name="edit_document"),
    path(f"{DOCUMENT}supprimer/", documents.remove_document, name="remove_document"),
]
