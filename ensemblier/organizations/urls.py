"""Organizations in the workspace, under /espace/structures/."""

from django.urls import path

from ensemblier.organizations.views import documents, files, imports, joining, merging, people

app_name = "organizations"

urlpatterns = [
    path("", files.list_organizations, name="list"),
    path("export/<str:fmt>/", files.export, name="export"),
    path("nouvelle/", files.create, name="create"),
    path("importer/", imports.start, name="import"),
    path("importer/<int:pk>/", imports.preview, name="import_preview"),
    path("importer/<int:pk>/refus/", imports.refused, name="import_refused"),
    path("importer/<int:pk>/annuler/", imports.undo, name="import_undo"),
    path("la-mienne/", joining.mine, name="mine"),
    path("rejoindre/", joining.find, name="find"),
    path("rejoindre/nouvelle/", joining.open_own, name="open_own"),
    path("rejoindre/<int:pk>/", joining.join, name="join"),
    path("demandes/", joining.waiting, name="requests"),
    path("demandes/<int:request_pk>/retirer/", joining.withdraw, name="withdraw_request"),
    path("<int:pk>/demandes/<int:request_pk>/accepter/", joining.accept, name="accept_request"),
    path("<int:pk>/demandes/<int:request_pk>/refuser/", joining.refuse, name="refuse_request"),
    path("<int:pk>/", files.detail, name="detail"),
    path("<int:pk>/modifier/", files.edit, name="edit"),
    path("<int:pk>/fermer/", files.close, name="close"),
    path("<int:pk>/rouvrir/", files.reopen, name="reopen"),
    path("<int:pk>/reunir/", merging.merge, name="merge"),
    path("<int:pk>/personnes/ajouter/", people.add, name="add_member"),
    path("<int:pk>/personnes/<int:membership_pk>/fin/", people.end, name="end_membership"),
    path("<int:pk>/documents/ajouter/", documents.add, name="add_document"),
    path("<int:pk>/documents/<int:document_pk>/", documents.download, name="document"),
    path(
        "<int:pk>/documents/<int:document_pk>/remplacer/",
        documents.replace,
        name="replace_document",
    ),
    path("<int:pk>/documents/<int:document_pk>/fin/", documents.expire, name="expire_document"),
    path(
        "<int:pk>/documents/<int:document_pk>/supprimer/",
        documents.remove,
        name="remove_document",
    ),
]
