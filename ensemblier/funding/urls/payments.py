"""Decisions, letters, agreements, payments: under /espace/versements/."""

from django.urls import path, register_converter

from ensemblier.funding.enums import TemplateKind
from ensemblier.funding.views import (
    agreements,
    applicant,
    decisions,
    letters,
    payment_imports,
    payments,
    recoveries,
    templates,
)


class KindConverter:
    """The sorts of documents, in French."""

    words = {
        TemplateKind.GRANT_LETTER: "lettre-accord",
        TemplateKind.REFUSAL_LETTER: "lettre-refus",
        TemplateKind.POSTPONEMENT_LETTER: "lettre-ajournement",
        TemplateKind.ANNUAL_AGREEMENT: "convention-annuelle",
        TemplateKind.MULTIYEAR_AGREEMENT: "convention-pluriannuelle",
        TemplateKind.RECOVERY_LETTER: "lettre-reversement",
    }
    regex = "|".join(words.values())

    def to_python(self, value: str) -> str:
        return next(str(kind) for kind, word in self.words.items() if word == value)

    def to_url(self, value: str) -> str:
        return self.words[TemplateKind(value)]


register_converter(KindConverter, "template_kind")

urlpatterns = [
    path("", agreements.agreements, name="agreements"),
    path("export/<str:fmt>/", agreements.export, name="agreements_export"),
    path("lignes/<int:award_id>/", agreements.line, name="line"),
    path("lignes/<int:award_id>/convention/", agreements.prepare, name="prepare_agreement"),
    path("lignes/<int:award_id>/prevoir/", payments.plan_line, name="plan_line"),
    path("lignes/<int:award_id>/versement/", payments.add, name="add_payment"),
    path("lignes/<int:award_id>/reversement/", recoveries.ask, name="ask_recovery"),
    path("conventions/<int:pk>/", agreements.agreement, name="agreement"),
    path(
        "conventions/<int:pk>/document/<str:fmt>/",
        applicant.agreement_document,
        name="agreement_document",
    ),
    path("conventions/<int:pk>/reecrire/", agreements.rewrite, name="rewrite_agreement"),
    path("conventions/<int:pk>/envoyer/", agreements.send, name="send_agreement"),
    path("conventions/<int:pk>/signer/", agreements.sign, name="sign_agreement"),
    path("conventions/<int:pk>/joindre/", agreements.keep_signed, name="keep_signed_agreement"),
    path("conventions/<int:pk>/annuler/", agreements.cancel, name="cancel_agreement"),
    path("conventions/<int:pk>/publier/", agreements.publish, name="publish_agreement"),
    path("paiements/", payments.payments, name="payments"),
    path("paiements/export/<str:fmt>/", payments.export, name="payments_export"),
    path("paiements/prevoir/", payments.plan, name="plan_payments"),
    path("paiements/listes/<slug:slug>/", payment_imports.start, name="import_payments"),
    path("paiements/listes/<slug:slug>/<int:pk>/", payment_imports.preview, name="payment_import"),
    path(
        "paiements/listes/<slug:slug>/<int:pk>/refus/",
        payment_imports.refused,
        name="payment_import_refused",
    ),
    path(
        "paiements/listes/<slug:slug>/<int:pk>/annuler/",
        payment_imports.undo,
        name="undo_payment_import",
    ),
    path("paiements/<int:pk>/faire/", payments.make, name="make_payment"),
    path("paiements/<int:pk>/modifier/", payments.edit, name="edit_payment"),
    path("paiements/<int:pk>/retirer/", payments.remove, name="remove_payment"),
    path("paiements/<int:pk>/corriger/", payments.correct, name="correct_payment"),
    path("reversements/", recoveries.recoveries, name="recoveries"),
    path("reversements/export/<str:fmt>/", recoveries.export, name="recoveries_export"),
    path("reversements/<int:pk>/recevoir/", recoveries.receive, name="receive_part"),
    path("reversements/<int:pk>/abandonner/", recoveries.drop, name="drop_recovery"),
    path("reversements/<int:pk>/lettre/", recoveries.write_letter, name="recovery_letter"),
    path(
        "reversements/<int:pk>/parts/<int:receipt_id>/retirer/",
        recoveries.remove_receipt,
        name="remove_receipt",
    ),
    path("decisions/", decisions.decision_calls, name="decision_calls"),
    path("decisions/<int:call_id>/", decisions.decisions, name="decisions"),
    path("decisions/<int:call_id>/export/<str:fmt>/", decisions.export, name="decisions_export"),
    path("decisions/<int:call_id>/arreter/", decisions.close, name="close_settled"),
    path("decisions/<int:call_id>/lettres/", letters.letters, name="letters"),
    path("decisions/demandes/<int:pk>/revoir/", decisions.revise, name="revise_decision"),
    path("lettres/<int:pk>/document/<str:fmt>/", applicant.letter, name="letter"),
    path("lettres/<int:pk>/remplacer/", letters.replace, name="replace_letter"),
    path("lettres/<int:pk>/envoyer/", letters.send, name="send_letter"),
    path("modeles/", templates.templates, name="templates"),
    path("modeles/<slug:slug>/", templates.contract_templates, name="contract_templates"),
    path("modeles/<slug:slug>/ajouter/", templates.add, name="add_template"),
    path("modeles/<slug:slug>/<int:pk>/fichier/", templates.file, name="template_file"),
    path("modeles/<slug:slug>/<int:pk>/remplacer/", templates.replace, name="replace_template"),
    path("modeles/<slug:slug>/<int:pk>/service/", templates.switch, name="switch_template"),
    path("modeles/<slug:slug>/<int:pk>/supprimer/", templates.remove, name="remove_template"),
    path("modeles/<slug:slug>/<template_kind:kind>/", templates.kind, name="template_kind"),
    path(
        "modeles/<slug:slug>/<template_kind:kind>/fourni/",
        templates.default,
        name="default_template",
    ),
    path(
        "modeles/<slug:slug>/<template_kind:kind>/apercu/<str:fmt>/",
        templates.preview,
        name="template_preview",
    ),
    path("dossiers/<int:pk>/", applicant.application, name="application"),
]
