"""Contracts in the workspace, under /espace/contrats/, and their calendar feed."""

from django.urls import path

from ensemblier.contracts.views import (
    amendments,
    areas,
    calendar,
    contracts,
    documents,
    imports,
    signatories,
)

app_name = "contracts"

urlpatterns = [
    path("", contracts.list_contracts, name="list"),
    path("nouveau/", contracts.create, name="create"),
    path("export/<str:fmt>/", contracts.export, name="export"),
    path("<slug:slug>/", contracts.detail, name="detail"),
    path("<slug:slug>/modifier/", contracts.edit, name="edit"),
    path("<slug:slug>/publier/", contracts.publish, name="publish"),
    path("<slug:slug>/retirer/", contracts.unpublish, name="unpublish"),
    path("<slug:slug>/equipe/", contracts.team, name="team"),
    path("<slug:slug>/territoires/", areas.areas, name="areas"),
    path("<slug:slug>/territoires/export/<str:fmt>/", areas.export, name="areas_export"),
    path("<slug:slug>/territoires/ajouter/", areas.add, name="add_area"),
    path("<slug:slug>/territoires/<int:pk>/modifier/", areas.change, name="change_area"),
    path("<slug:slug>/territoires/<int:pk>/retirer/", areas.remove, name="remove_area"),
    path("<slug:slug>/signataires/", signatories.signatories, name="signatories"),
    path(
        "<slug:slug>/signataires/export/<str:fmt>/", signatories.export, name="signatories_export"
    ),
    path("<slug:slug>/signataires/ajouter/", signatories.add, name="add_signatory"),
    path("<slug:slug>/signataires/importer/", imports.start, name="import_signatories"),
    path("<slug:slug>/signataires/importer/<int:pk>/", imports.preview, name="import_preview"),
    path(
        "<slug:slug>/signataires/importer/<int:pk>/refus/", imports.refused, name="import_refused"
    ),
    path("<slug:slug>/signataires/importer/<int:pk>/annuler/", imports.undo, name="import_undo"),
    path("<slug:slug>/signataires/<int:pk>/modifier/", signatories.edit, name="edit_signatory"),
    path("<slug:slug>/signataires/<int:pk>/deplacer/", signatories.move, name="move_signatory"),
    path("<slug:slug>/signataires/<int:pk>/retirer/", signatories.remove, name="remove_signatory"),
    path("<slug:slug>/avenants/", amendments.amendments, name="amendments"),
    path("<slug:slug>/avenants/export/<str:fmt>/", amendments.export, name="amendments_export"),
    path("<slug:slug>/avenants/ajouter/", amendments.add, name="add_amendment"),
    path("<slug:slug>/avenants/<int:pk>/modifier/", amendments.edit, name="edit_amendment"),
    path("<slug:slug>/avenants/<int:pk>/supprimer/", amendments.remove, name="remove_amendment"),
    path("<slug:slug>/documents/", documents.documents, name="documents"),
    path("<slug:slug>/documents/export/<str:fmt>/", documents.export, name="documents_export"),
    path("<slug:slug>/documents/ajouter/", documents.add, name="add_document"),
    path("<slug:slug>/documents/<int:pk>/", documents.download, name="document"),
    path("<slug:slug>/documents/<int:pk>/modifier/", documents.edit, name="edit_document"),
    path("<slug:slug>/documents/<int:pk>/remplacer/", documents.replace, name="replace_document"),
    path("<slug:slug>/documents/<int:pk>/supprimer/", documents.remove, name="remove_document"),
    path("<slug:slug>/calendrier/", calendar.calendar, name="calendar"),
    path("<slug:slug>/calendrier.ics", calendar.feed, name="calendar_feed"),
    path("<slug:slug>/calendrier/export/<str:fmt>/", calendar.export, name="calendar_export"),
    path("<slug:slug>/calendrier/ajouter/", calendar.add, name="add_milestone"),
    path("<slug:slug>/calendrier/<int:pk>/modifier/", calendar.edit, name="edit_milestone"),
    path("<slug:slug>/calendrier/<int:pk>/faite/", calendar.complete, name="complete_milestone"),
    path("<slug:slug>/calendrier/<int:pk>/a-faire/", calendar.reopen, name="reopen_milestone"),
    path("<slug:slug>/calendrier/<int:pk>/supprimer/", calendar.remove, name="remove_milestone"),
]
