"""The public site. One address per thing, the same for everyone, year after year."""

from django.urls import path

from ensemblier.portal.views import (
    actions,
    areas,
    calls,
    contracts,
    councils,
    draws,
    fund,
    plans,
    site,
    votes,
)

app_name = "portal"

CONTRACT = "contrats/<slug:contract_slug>/"
PLAN = f"{CONTRACT}plans/<slug:plan_slug>/"
COUNCILS = f"{CONTRACT}conseils-citoyens/"
COUNCIL = f"{COUNCILS}<slug:council_slug>/"
CALL = f"{CONTRACT}appels/<slug:call_slug>/"
DRAW = f"{CONTRACT}tirages/<int:number>/"

VOTES = [
    path("votes/<int:pk>/", votes.vote, name="vote"),
    path("votes/<int:pk>/voter/", votes.ballot, name="vote_ballot"),
    path("votes/<int:pk>/merci/", votes.thanks, name="vote_thanks"),
    path("votes/<int:pk>/bulletins.pb", votes.ballots, name="vote_ballots"),
]
FUNDS = [
    path("fonds/", fund.funds, name="funds"),
    path("fonds/suivi/", fund.find, name="fund_find"),
    path("fonds/suivi/<str:code>/", fund.follow, name="fund_follow"),
    path("fonds/suivi/<str:code>/completer/", fund.complete, name="fund_complete"),
    path("fonds/suivi/<str:code>/bilan/", fund.report, name="fund_report"),
    path("fonds/suivi/<str:code>/joindre/", fund.join, name="fund_join"),
    path("fonds/suivi/<str:code>/annuler/", fund.cancel, name="fund_cancel"),
    path("fonds/suivi/<str:code>/lettre/", fund.letter, name="fund_letter"),
    path("fonds/<int:pk>/", fund.fund, name="fund"),
    path("fonds/<int:pk>/export/<str:fmt>/", fund.fund_export, name="fund_export"),
    path("fonds/<int:pk>/papiers/<slug:name>/", fund.fund_paper, name="fund_paper"),
    path("fonds/<int:pk>/demande/", fund.ask, name="fund_ask"),
]

urlpatterns = [
    *VOTES,
    *FUNDS,
    path("", site.home, name="home"),
    path("mentions-legales/", site.legal, name="legal"),
    path("accessibilite/", site.accessibility, name="accessibility"),
    path("robots.txt", site.robots, name="robots"),
    path("sitemap.xml", site.sitemap, name="sitemap"),
    path("sitemaps/site.xml", site.sitemap_site, name="sitemap_site"),
    path(
        "sitemaps/contrats/<slug:contract_slug>.xml",
        site.sitemap_contract,
        name="sitemap_contract",
    ),
    path("mon-quartier/", areas.locate, name="locate"),
    path("quartiers/", areas.area_list, name="areas"),
    path("quartiers/export/<str:fmt>/", areas.areas_export, name="areas_export"),
    path("quartiers/<str:key>/", areas.area, name="area"),
    path("appels/", calls.calls, name="calls"),
    path("appels/export/<str:fmt>/", calls.calls_export, name="calls_export"),
    path(CONTRACT, contracts.contract, name="contract"),
    path(CALL, calls.call, name="call"),
    path(f"{CALL}note.pdf", calls.call_note, name="call_note"),
    path(f"{CALL}formulaire.pdf", calls.call_form, name="call_form"),
    path(f"{CALL}dates.ics", calls.call_dates, name="call_dates"),
    path(f"{CALL}modeles/<int:pk>/", calls.call_template, name="call_template"),
    path(COUNCILS, councils.councils, name="councils"),
    path(f"{COUNCILS}participer/", councils.volunteer, name="volunteer"),
    path(f"{COUNCILS}participer/merci/", councils.volunteer_thanks, name="volunteer_thanks"),
    path(f"{COUNCILS}export/<str:fmt>/", councils.councils_export, name="councils_export"),
    path(COUNCIL, councils.council, name="council"),
    path(f"{COUNCIL}dates.ics", councils.council_dates, name="council_dates"),
    path(f"{COUNCIL}comptes-rendus/", councils.council_minutes, name="council_minutes"),
    path(f"{COUNCIL}comptes-rendus/<int:minutes_pk>/", councils.minutes, name="minutes"),
    path("comment-on-tire-au-sort/", draws.how, name="draw_how"),
    path("mon-tirage/", draws.code, name="draw_code"),
    path(f"{CONTRACT}tirages/", draws.draws, name="draws"),
    path(DRAW, draws.draw, name="draw"),
    path(f"{DRAW}engagement.json", draws.commitment, name="draw_commitment"),
    path(f"{DRAW}certificat.json", draws.certificate, name="draw_certificate"),
    path(f"{CONTRACT}actions/", actions.actions, name="actions"),
    path(f"{CONTRACT}actions/export/<str:fmt>/", actions.actions_export, name="actions_export"),
    path(f"{CONTRACT}actions/<int:number>/", actions.action, name="action"),
    path(f"{CONTRACT}plans/", contracts.contract_plan, name="contract_plan"),
    path(f"{CONTRACT}quartiers/", contracts.contract_areas, name="contract_areas"),
    path(
        f"{CONTRACT}quartiers/export/<str:fmt>/",
        contracts.contract_areas_export,
        name="contract_areas_export",
    ),
    path(f"{CONTRACT}signataires/", contracts.signatories, name="signatories"),
    path(
        f"{CONTRACT}signataires/export/<str:fmt>/",
        contracts.signatories_export,
        name="signatories_export",
    ),
    path(f"{CONTRACT}documents/", contracts.documents, name="documents"),
    path(
        f"{CONTRACT}documents/export/<str:fmt>/",
        contracts.documents_export,
        name="documents_export",
    ),
    path(PLAN, plans.plan, name="plan"),
    path(f"{PLAN}pdf/", plans.plan_pdf, name="plan_pdf"),
    path(f"{PLAN}export/<str:fmt>/", plans.plan_export, name="plan_export"),
    path(f"{PLAN}versions/", plans.plan_compare, name="plan_compare"),
    path(f"{PLAN}<int:theme_id>/", plans.node, name="node"),
]
