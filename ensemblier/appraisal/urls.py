"""Appraisal and committee sessions in the workspace, under /espace/."""

from django.urls import path

from ensemblier.appraisal.views import files, listing, opinions, papers, recusals, sessions
from ensemblier.appraisal.views.consultations import answering, preparing, reading

app_name = "appraisal"

urlpatterns = [
    path("instruction/", listing.list_applications, name="list"),
    path("instruction/export/<str:fmt>/", listing.export, name="export"),
    path("instruction/appels/<int:call_id>/lot/", listing.bulk, name="bulk"),
    path("instruction/appels/<int:call_id>/repartir/", listing.assign_all, name="assign_all"),
    path("instruction/appels/<int:call_id>/relancer/", listing.remind, name="remind"),
    path("instruction/appels/<int:call_id>/avis/", opinions.bulk, name="bulk_opinions"),
    path(
        "instruction/appels/<int:call_id>/avis/export/<str:fmt>/",
        opinions.export,
        name="opinions_export",
    ),
    path("instruction/appels/<int:call_id>/deports/", recusals.recusals, name="recusals"),
    path(
        "instruction/appels/<int:call_id>/deports/export/<str:fmt>/",
        recusals.export,
        name="recusals_export",
    ),
    path(
        "instruction/appels/<int:call_id>/deports/declarer/",
        recusals.declare,
        name="declare_recusal",
    ),
    path(
        "instruction/appels/<int:call_id>/deports/<int:pk>/lever/",
        recusals.lift,
        name="lift_recusal",
    ),
    path("instruction/<int:pk>/", files.file, name="file"),
    path("instruction/<int:pk>/etape/<slug:transition>/", files.move, name="move"),
    path("instruction/<int:pk>/verifications/", files.check, name="check"),
    path("instruction/<int:pk>/message/", files.post, name="post_message"),
    path("instruction/<int:pk>/confier/", files.assign, name="assign"),
    path("instruction/<int:pk>/pieces/<int:attachment_id>/", files.attachment, name="attachment"),
    path("instruction/<int:pk>/avis/", files.opinions_for_applicant, name="opinions_given"),
    path("instruction/<int:pk>/avis/demander/", opinions.ask, name="ask_opinions"),
    path("instruction/<int:pk>/avis/<int:opinion_id>/", opinions.give, name="give_opinion"),
    path(
        "instruction/<int:pk>/avis/<int:opinion_id>/delai/",
        opinions.postpone,
        name="postpone_opinion",
    ),
    path(
        "instruction/<int:pk>/avis/<int:opinion_id>/retirer/",
        opinions.withdraw,
        name="withdraw_opinion",
    ),
    path("instruction/<int:pk>/fiche/<str:fmt>/", papers.sheet, name="sheet"),
    path(
        "instruction/appels/<int:call_id>/comites/<int:committee_id>/<str:fmt>/",
        papers.committee,
        name="committee_pack",
    ),
    path("seances/", sessions.list_sessions, name="sessions"),
    path("seances/export/<str:fmt>/", sessions.export, name="sessions_export"),
    path("seances/nouvelle/", sessions.create, name="create_session"),
    path("seances/<int:session_id>/", sessions.session, name="session"),
    path(
        "seances/<int:session_id>/export/<str:fmt>/", sessions.export_agenda, name="agenda_export"
    ),
    path("seances/<int:session_id>/etat/<slug:deed>/", sessions.move, name="move_session"),
    path("seances/<int:session_id>/ajouter/", sessions.add, name="add_to_agenda"),
    path("seances/<int:session_id>/ranger/", sessions.order, name="order_agenda"),
    path("seances/<int:session_id>/presents/", sessions.attendance, name="attendance"),
    path(
        "seances/<int:session_id>/points/<int:note_id>/retirer/",
        sessions.remove,
        name="remove_from_agenda",
    ),
    path(
        "seances/<int:session_id>/points/<int:note_id>/compte-rendu/",
        sessions.minutes,
        name="save_minutes",
    ),
    path(
        "seances/<int:session_id>/points/<int:note_id>/examine/",
        sessions.examined,
        name="mark_examined",
    ),
    path("seances/<int:session_id>/papiers/<slug:kind>/<str:fmt>/", papers.session, name="paper"),
    path("conseils/<int:pk>/consultations/", reading.list_of_council, name="council_consultations"),
    path("consultations/", reading.list_consultations, name="consultations"),
    path("consultations/export/<str:fmt>/", reading.export, name="consultations_export"),
    path("consultations/nouvelle/<slug:slug>/", preparing.prepare, name="prepare_consultation"),
    path(
        "consultations/appels/<int:call_id>/nouvelle/",
        preparing.prepare_call,
        name="consult_on_call",
    ),
    path(
        "consultations/dossiers/<int:pk>/nouvelle/",
        preparing.prepare_application,
        name="consult_on_application",
    ),
    path("consultations/<int:pk>/", reading.consultation, name="consultation"),
    path("consultations/<int:pk>/modifier/", preparing.edit, name="edit_consultation"),
    path("consultations/<int:pk>/envoyer/", preparing.send, name="send_consultation"),
    path("consultations/<int:pk>/supprimer/", preparing.discard, name="discard_consultation"),
    path("consultations/<int:pk>/delai/", answering.extend, name="extend_consultation"),
    path("consultations/<int:pk>/annuler/", answering.cancel, name="cancel_consultation"),
    path("consultations/<int:pk>/repondre/", answering.answer, name="answer_consultation"),
    path("consultations/<int:pk>/publier/", answering.publish, name="publish_consultation"),
    path("consultations/<int:pk>/papiers/", preparing.add_papers, name="add_papers"),
    path(
        "consultations/<int:pk>/papiers/<int:paper_pk>/", reading.paper, name="consultation_paper"
    ),
    path(
        "consultations/<int:pk>/papiers/<int:paper_pk>/retirer/",
        preparing.remove_paper,
        name="remove_paper",
    ),
    path("consultations/<int:pk>/compte-rendu/", reading.minutes, name="consultation_minutes"),
    path("consultations/<int:pk>/deport/", answering.declare_stake, name="declare_stake"),
    path(
        "consultations/<int:pk>/deport/<int:recusal_pk>/lever/",
        answering.lift_stake,
        name="lift_stake",
    ),
    path("consultations/<int:pk>/demande.pdf", reading.print_request, name="consultation_request"),
    path("consultations/<int:pk>/avis.pdf", reading.print_opinion, name="consultation_opinion"),
]
