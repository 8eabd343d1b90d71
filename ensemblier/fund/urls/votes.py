"""The votes of the fund, under /espace/fonds/."""

from django.urls import path

from ensemblier.fund.views import ballots, votes

VOTE = "votes/<int:pk>/"
BATCH = f"{VOTE}piles/<int:rank>/"

urlpatterns = [
    path("campagnes/<int:pk>/vote/", votes.prepare, name="prepare_vote"),
    path(VOTE, votes.detail, name="vote"),
    path(f"{VOTE}modifier/", votes.edit, name="edit_vote"),
    path(f"{VOTE}etape/<slug:name>/", votes.move, name="move_vote"),
    path(f"{VOTE}demandes/<int:number>/retirer/", votes.withdraw, name="vote_withdraw"),
    path(f"{VOTE}demandes/<int:number>/voix/", votes.voices, name="vote_voices"),
    path(f"{VOTE}jury/", votes.add_juror, name="vote_jury"),
    path(f"{VOTE}jury/<int:member_pk>/retirer/", votes.remove_juror, name="vote_remove_juror"),
    path(f"{VOTE}bulletin.pdf", votes.ballot_paper, name="vote_paper"),
    path(f"{VOTE}bulletins.pb", votes.ballots, name="vote_ballots"),
    path(f"{VOTE}codes/", ballots.codes, name="vote_codes"),
    path(f"{VOTE}codes/<int:lot>/annuler/", ballots.cancel_lot, name="vote_cancel_lot"),
    path(f"{VOTE}papier/", ballots.give_paper, name="vote_give_paper"),
    path(f"{VOTE}piles/", ballots.start_batch, name="vote_start_batch"),
    path(BATCH, ballots.batch, name="vote_batch"),
    path(f"{BATCH}<slug:name>/", ballots.batch_step, name="vote_batch_step"),
]
