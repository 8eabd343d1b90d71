import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("contracts", "0001_initial"),
        ("files", "0001_initial"),
        ("governance", "0001_initial"),
        ("organizations", "0001_initial"),
        ("plans", "0001_initial"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="année des actions")),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("slug", models.SlugField(max_length=80, verbose_name="nom dans l’adresse")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "en préparation"),
                            ("published", "publié"),
                            ("archived", "archivé"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="en quelques mots")),
                ("eligibility", models.TextField(blank=True, verbose_name="qui peut demander")),
                ("contact", models.TextField(blank=True, verbose_name="à qui poser ses questions")),
                ("framing_note", models.TextField(blank=True, verbose_name="note de cadrage")),
                ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="ouvre le")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="ferme le")),
                (
                    "opinions_due_on",
                    models.DateField(blank=True, null=True, verbose_name="avis attendus pour le"),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, null=True, verbose_name="réponse attendue le"),
                ),
                ("actions_start_on", models.DateField(verbose_name="actions à partir du")),
                ("actions_end_on", models.DateField(verbose_name="actions jusqu’au")),
                (
                    "allows_multiyear",
                    models.BooleanField(
                        default=False, verbose_name="accepte les demandes sur trois ans"
                    ),
                ),
                (
                    "needs_review",
                    models.JSONField(blank=True, default=list, verbose_name="à relire"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="publié le"),
                ),
                (
                    "areas",
                    models.ManyToManyField(
                        blank=True,
                        related_name="calls",
                        to="territories.area",
                        verbose_name="territoires",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="calls.call",
                        verbose_name="copié de",
                    ),
                ),
                (
                    "plan_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="plans.planversion",
                        verbose_name="version du plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "appel à projets",
                "verbose_name_plural": "appels à projets",
                "ordering": ["contract", "-year", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "slug"),
                        name="calls_call_slug_once",
                        violation_error_message="Un appel de ce contrat porte déjà ce nom.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_at__isnull", True),
                            ("closes_at__isnull", True),
                            ("closes_at__gt", models.F("opens_at")),
                            _connector="OR",
                        ),
                        name="calls_call_dates",
                        violation_error_message="L’appel ferme avant d’ouvrir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("actions_end_on__gte", models.F("actions_start_on"))),
                        name="calls_call_actions_period",
                        violation_error_message="Les actions finissent avant de commencer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(
                                ("closes_at__isnull", False),
                                ("opens_at__isnull", False),
                                ("published_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="calls_call_published_dates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="étape")),
                ("day", models.DateField(verbose_name="le")),
                ("is_public", models.BooleanField(default=True, verbose_name="public")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dates",
                        to="calls.call",
                        verbose_name="appel",
                    ),
                ),
            ],
            options={
                "verbose_name": "date de l’appel",
                "verbose_name_plural": "dates de l’appel",
                "ordering": ["call", "day", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CallTheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themes",
                        to="calls.call",
                        verbose_name="appel",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="plans.node",
                        verbose_name="élément du plan",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="plans.theme",
                        verbose_name="thème",
                    ),
                ),
            ],
            options={
                "verbose_name": "thème ouvert",
                "verbose_name_plural": "thèmes ouverts",
                "ordering": ["call", "node__path"],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "theme"), name="calls_theme_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                ("label", models.CharField(max_length=250, verbose_name="point à vérifier")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checklist",
                        to="calls.call",
                        verbose_name="appel",
                    ),
                ),
            ],
            options={
                "verbose_name": "point à vérifier",
                "verbose_name_plural": "points à vérifier",
                "ordering": ["call", "rank", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Committee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                (
                    "areas",
                    models.ManyToManyField(
                        blank=True,
                        related_name="committees",
                        to="territories.area",
                        verbose_name="territoires",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committees",
                        to="governance.body",
                        verbose_name="instance",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="committees",
                        to="calls.call",
                        verbose_name="appel",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(
                        blank=True,
                        related_name="committees",
                        to="plans.theme",
                        verbose_name="thèmes",
                    ),
                ),
            ],
            options={
                "verbose_name": "comité de l’appel",
                "verbose_name_plural": "comités de l’appel",
                "ordering": ["call", "rank", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call", "body"),
                        name="calls_committee_once",
                        violation_error_message="Cette instance examine déjà cet appel.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Envelope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("budget_line", models.CharField(max_length=120, verbose_name="ligne budgétaire")),
                ("amount_cents", models.PositiveBigIntegerField(verbose_name="montant")),
                (
                    "committed_cents",
                    models.PositiveBigIntegerField(
                        default=0, editable=False, verbose_name="accordé"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="envelopes",
                        to="calls.call",
                        verbose_name="appel",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="envelopes",
                        to="organizations.organization",
                        verbose_name="financeur",
                    ),
                ),
            ],
            options={
                "verbose_name": "enveloppe",
                "verbose_name_plural": "enveloppes",
                "ordering": ["call", "rank", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call", "funder", "budget_line"),
                        name="calls_envelope_once",
                        violation_error_message="Ce financeur a déjà une enveloppe sur cette ligne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("committed_cents__lte", models.F("amount_cents"))),
                        name="calls_envelope_not_overspent",
                        violation_error_message="L’enveloppe serait dépassée.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="jusqu’au")),
                ("reason", models.CharField(max_length=300, verbose_name="motif")),
                ("given_at", models.DateTimeField(verbose_name="accordé le")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="graces",
                        to="calls.call",
                        verbose_name="appel",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accordé par",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="graces",
                        to="organizations.organization",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "délai accordé",
                "verbose_name_plural": "délais accordés",
                "ordering": ["call", "-given_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call", "organization"), name="calls_grace_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "texte court"),
                            ("long_text", "texte long"),
                            ("number", "nombre"),
                            ("amount", "montant en euros"),
                            ("date", "date"),
                            ("yes_no", "oui ou non"),
                            ("choice", "un choix dans une liste"),
                            ("choices", "plusieurs choix dans une liste"),
                            ("file", "fichier"),
                        ],
                        max_length=10,
                        verbose_name="sorte de réponse",
                    ),
                ),
                ("label", models.CharField(max_length=300, verbose_name="question")),
                ("help_text", models.CharField(blank=True, max_length=300, verbose_name="aide")),
                (
                    "options",
                    models.JSONField(blank=True, default=list, verbose_name="choix proposés"),
                ),
                (
                    "is_required",
                    models.BooleanField(default=False, verbose_name="réponse obligatoire"),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="calls.call",
                        verbose_name="appel",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["call", "rank", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            (
                                "agreement_threshold_cents",
                                "convention obligatoire au-dessus de (par financeur et par an)",
                            ),
                            ("report_months", "bilan dû, en mois après la fin de l’exercice"),
                            ("min_qpv_percent", "part du public venant des QPV, au moins (%)"),
                            (
                                "max_subsidy_percent",
                                "part des subventions dans le coût, au plus (%)",
                            ),
                            ("min_request_cents", "demande à un financeur, au moins"),
                            ("max_request_cents", "demande à un financeur, au plus"),
                            ("advance_percent", "avance versée à la signature (%)"),
                            ("variance_percent", "écart à expliquer dans le bilan (%)"),
                            ("opinion_days", "délai pour donner un avis (jours)"),
                        ],
                        max_length=40,
                        verbose_name="règle",
                    ),
                ),
                ("value", models.PositiveBigIntegerField(verbose_name="valeur")),
                ("source", models.CharField(blank=True, max_length=250, verbose_name="source")),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="à la date du")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="calls.call",
                        verbose_name="appel",
                    ),
                ),
            ],
            options={
                "verbose_name": "règle",
                "verbose_name_plural": "règles",
                "ordering": ["call", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "code"), name="calls_rule_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WantedAttachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                ("label", models.CharField(max_length=200, verbose_name="pièce")),
                ("help_text", models.CharField(blank=True, max_length=300, verbose_name="aide")),
                (
                    "document_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("statutes", "statuts"),
                            ("accounts", "comptes annuels"),
                            ("bank", "relevé d’identité bancaire"),
                            ("cer", "contrat d’engagement républicain"),
                            ("board", "liste des dirigeants"),
                            ("report", "rapport d’activité"),
                            ("insurance", "attestation d’assurance"),
                            ("other", "autre document"),
                        ],
                        max_length=20,
                        verbose_name="pièce du dossier de la structure",
                    ),
                ),
                ("is_required", models.BooleanField(default=True, verbose_name="obligatoire")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wanted_attachments",
                        to="calls.call",
                        verbose_name="appel",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="modèle à remplir",
                    ),
                ),
            ],
            options={
                "verbose_name": "pièce demandée",
                "verbose_name_plural": "pièces demandées",
                "ordering": ["call", "rank", "pk"],
            },
        ),
    ]
