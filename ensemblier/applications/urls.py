"""Applications in the workspace, under /espace/dossiers/."""

from django.urls import path

from ensemblier.applications.views import documents, file, listing, steps

app_name = "applications"

urlpatterns = [
    path("", listing.list_applications, name="list"),
    path("export/<str:fmt>/", listing.export, name="export"),
    path("commencer/<int:call_pk>/", listing.start, name="start"),
    path("<int:pk>/", file.detail, name="detail"),
    path("<int:pk>/cerfa/<str:fmt>/", documents.cerfa, name="cerfa"),
    path("<int:pk>/renouveler/<int:call_pk>/", listing.renew, name="renew"),
    path("<int:pk>/etape/<slug:step>/", steps.step, name="step"),
    path("<int:pk>/etape/<slug:step>/enregistrer/", steps.save, name="save"),
    path("<int:pk>/en-bref/", steps.summary, name="summary"),
    path("<int:pk>/deposer/", file.submit, name="submit"),
    path("<int:pk>/retirer/", file.withdraw, name="withdraw"),
    path("<int:pk>/reprendre/", file.resume, name="resume"),
    path("<int:pk>/messages/", file.message, name="message"),
    path("<int:pk>/pieces/ajouter/", file.attach, name="attach"),
    path("<int:pk>/pieces/<int:attachment_pk>/", file.attachment, name="attachment"),
    path("<int:pk>/pieces/<int:attachment_pk>/retirer/", file.detach, name="detach"),
    path("<int:pk>/co-porteurs/ajouter/", file.add_joint, name="add_joint"),
    path("<int:pk>/co-porteurs/<int:joint_pk>/retirer/", file.remove_joint, name="remove_joint"),
    path("<int:pk>/co-porteurs/<int:joint_pk>/accord/", file.sign_joint, name="sign_joint"),
]
