import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("calls", "0001_initial"),
        ("contracts", "0001_initial"),
        ("files", "0001_initial"),
        ("indicators", "0001_initial"),
        ("organizations", "0001_initial"),
        ("plans", "0001_initial"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("name", models.CharField(max_length=200, verbose_name="nom de l’action")),
                (
                    "is_invented",
                    models.BooleanField(
                        default=False, verbose_name="inventée pour la démonstration"
                    ),
                ),
                (
                    "bearer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="organizations.organization",
                        verbose_name="porteur",
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
            ],
            options={
                "verbose_name": "action",
                "verbose_name_plural": "actions",
                "ordering": ["contract", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "number"), name="applications_action_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                (
                    "series_rank",
                    models.PositiveSmallIntegerField(default=1, verbose_name="année de la demande"),
                ),
                ("reference", models.CharField(max_length=30, verbose_name="référence")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "en préparation"),
                            ("submitted", "déposé"),
                            ("to_complete", "à compléter"),
                            ("resubmitted", "complété"),
                            ("admissible", "recevable"),
                            ("inadmissible", "irrecevable"),
                            ("in_appraisal", "en instruction"),
                            ("decided", "décidé"),
                            ("closed", "clos"),
                            ("withdrawn", "retiré"),
                        ],
                        db_index=True,
                        default="draft",
                        max_length=15,
                        verbose_name="état",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[("first", "première demande"), ("renewal", "renouvellement")],
                        default="first",
                        max_length=10,
                        verbose_name="fréquence",
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=0, verbose_name="édition")),
                (
                    "field_editions",
                    models.JSONField(blank=True, default=dict, verbose_name="éditions des champs"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="intitulé")),
                ("objectives", models.TextField(blank=True, verbose_name="objectifs")),
                ("needs", models.TextField(blank=True, verbose_name="à quel besoin cela répond")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "public_summary",
                    models.TextField(blank=True, verbose_name="résumé pour le public"),
                ),
                ("beneficiaries", models.TextField(blank=True, verbose_name="public visé")),
                ("place", models.TextField(blank=True, verbose_name="lieux")),
                ("means", models.TextField(blank=True, verbose_name="moyens matériels et humains")),
                (
                    "evaluation",
                    models.TextField(blank=True, verbose_name="comment l’action sera évaluée"),
                ),
                (
                    "indirect_costs_rule",
                    models.TextField(blank=True, verbose_name="répartition des charges indirectes"),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="commence le")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="finit le")),
                (
                    "volunteers",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="bénévoles"),
                ),
                (
                    "employees",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="salariés"),
                ),
                (
                    "full_time_equivalents",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        verbose_name="équivalents temps plein",
                    ),
                ),
                (
                    "attested_by",
                    models.CharField(blank=True, max_length=150, verbose_name="atteste"),
                ),
                (
                    "attested_as",
                    models.CharField(blank=True, max_length=150, verbose_name="en qualité de"),
                ),
                (
                    "attests_accuracy",
                    models.BooleanField(default=False, verbose_name="informations exactes"),
                ),
                (
                    "attests_duties",
                    models.BooleanField(default=False, verbose_name="à jour des obligations"),
                ),
                (
                    "attests_cer",
                    models.BooleanField(
                        default=False, verbose_name="contrat d’engagement républicain"
                    ),
                ),
                (
                    "needs_review",
                    models.JSONField(blank=True, default=list, verbose_name="à relire"),
                ),
                (
                    "client_token",
                    models.UUIDField(
                        blank=True, null=True, unique=True, verbose_name="jeton de la page"
                    ),
                ),
                (
                    "is_assisted",
                    models.BooleanField(default=False, verbose_name="saisi par l’équipe"),
                ),
                ("created_at", models.DateTimeField(verbose_name="créé le")),
                (
                    "saved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="enregistré le"),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="déposé le"),
                ),
                (
                    "completion_due_on",
                    models.DateField(blank=True, null=True, verbose_name="à compléter avant le"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="décidé le"),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="applications.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
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
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="créé par",
                    ),
                ),
                (
                    "renewed_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewals",
                        to="applications.application",
                        verbose_name="renouvelle",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
                "verbose_name_plural": "dossiers",
                "ordering": ["contract", "-year", "reference"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "year"),
                        name="applications_application_once_a_year",
                        violation_error_message="Cette action a déjà un dossier pour cette année.",
                    ),
                    models.UniqueConstraint(
                        fields=("contract", "reference"), name="applications_reference_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="applications_application_period",
                        violation_error_message="L’action finit avant de commencer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            ("state", "withdrawn"),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="applications_submitted_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.JSONField(null=True, verbose_name="réponse")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="calls.question",
                        verbose_name="question",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="applications.application",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse",
                "verbose_name_plural": "réponses",
                "ordering": ["application", "question"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "question"), name="applications_answer_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("share", models.PositiveSmallIntegerField(verbose_name="part du public")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="applications.application",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application_areas",
                        to="territories.area",
                        verbose_name="territoire",
                    ),
                ),
            ],
            options={
                "verbose_name": "territoire du dossier",
                "verbose_name_plural": "territoires du dossier",
                "ordering": ["application", "-share", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__lte", 10000)), name="applications_area_share"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", False)),
                        fields=("application", "area"),
                        name="applications_area_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", True)),
                        fields=("application",),
                        name="applications_area_once_without_area",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationNode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_main", models.BooleanField(default=False, verbose_name="principal")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nodes",
                        to="applications.application",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="plans.node",
                        verbose_name="élément du plan",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="plans.theme",
                        verbose_name="thème",
                    ),
                ),
            ],
            options={
                "verbose_name": "thème du dossier",
                "verbose_name_plural": "thèmes du dossier",
                "ordering": ["application", "-is_main", "node__path"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "theme"), name="applications_node_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True)),
                        fields=("application",),
                        name="applications_one_main_node",
                        violation_error_message="Un seul thème est principal.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Audience",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        choices=[
                            ("female", "femmes"),
                            ("male", "hommes"),
                            ("unknown", "non précisé"),
                        ],
                        max_length=10,
                        verbose_name="sexe",
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        choices=[
                            ("0-5", "0 à 5 ans"),
                            ("6-15", "6 à 15 ans"),
                            ("16-17", "16 à 17 ans"),
                            ("18-25", "18 à 25 ans"),
                            ("26-64", "26 à 64 ans"),
                            ("65+", "65 ans et plus"),
                            ("unknown", "âge non précisé"),
                        ],
                        max_length=10,
                        verbose_name="âge",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="nombre")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="audience",
                        to="applications.application",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expected_audiences",
                        to="territories.area",
                        verbose_name="territoire",
                    ),
                ),
            ],
            options={
                "verbose_name": "public attendu",
                "verbose_name_plural": "publics attendus",
                "ordering": ["application", "area", "age_band", "sex"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", False)),
                        fields=("application", "sex", "age_band", "area"),
                        name="applications_audience_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", True)),
                        fields=("application", "sex", "age_band"),
                        name="applications_audience_once_without_area",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BearerYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("approvals", models.TextField(blank=True, verbose_name="agréments")),
                (
                    "is_public_utility",
                    models.BooleanField(default=False, verbose_name="reconnue d’utilité publique"),
                ),
                (
                    "pays_commercial_taxes",
                    models.BooleanField(
                        default=False, verbose_name="assujettie aux impôts commerciaux"
                    ),
                ),
                (
                    "networks",
                    models.TextField(blank=True, verbose_name="unions, fédérations, réseaux"),
                ),
                (
                    "legal_members",
                    models.TextField(blank=True, verbose_name="personnes morales adhérentes"),
                ),
                (
                    "volunteers",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="bénévoles"),
                ),
                (
                    "volunteering",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="volontaires"),
                ),
                (
                    "employees",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="salariés"),
                ),
                (
                    "subsidized_employees",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="emplois aidés"
                    ),
                ),
                (
                    "full_time_equivalents",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        verbose_name="équivalents temps plein",
                    ),
                ),
                (
                    "seconded",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="mis à disposition"
                    ),
                ),
                (
                    "members_female",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="adhérentes"),
                ),
                (
                    "members_male",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="adhérents"),
                ),
                ("edition", models.PositiveIntegerField(default=0, verbose_name="édition")),
                (
                    "field_editions",
                    models.JSONField(blank=True, default=dict, verbose_name="éditions des champs"),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="years",
                        to="organizations.organization",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "année d’une structure",
                "verbose_name_plural": "années d’une structure",
                "ordering": ["organization", "-year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "year"), name="applications_bearer_year_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BearerBudgetLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=20, verbose_name="compte")),
                ("label", models.CharField(blank=True, max_length=150, verbose_name="précision")),
                ("amount_cents", models.PositiveBigIntegerField(default=0, verbose_name="montant")),
                (
                    "bearer_year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budget_lines",
                        to="applications.beareryear",
                        verbose_name="année",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne du budget de la structure",
                "verbose_name_plural": "lignes du budget de la structure",
                "ordering": ["bearer_year", "account", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bearer_year", "account", "label"),
                        name="applications_bearer_line_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=20, verbose_name="compte")),
                ("label", models.CharField(blank=True, max_length=150, verbose_name="précision")),
                ("planned_cents", models.PositiveBigIntegerField(default=0, verbose_name="prévu")),
                (
                    "actual_cents",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="réalisé"),
                ),
                (
                    "variance_reason",
                    models.TextField(blank=True, verbose_name="explication de l’écart"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budget_lines",
                        to="applications.application",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de budget",
                "verbose_name_plural": "lignes de budget",
                "ordering": ["application", "account", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "account", "label"),
                        name="applications_budget_line_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpectedIndicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "expected",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="attendu",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="en mots")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="expected",
                        to="applications.application",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expected",
                        to="indicators.indicator",
                        verbose_name="indicateur",
                    ),
                ),
            ],
            options={
                "verbose_name": "résultat attendu",
                "verbose_name_plural": "résultats attendus",
                "ordering": ["application", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "indicator"), name="applications_expected_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JointApplicant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.TextField(blank=True, verbose_name="ce qu’elle fait dans l’action"),
                ),
                (
                    "signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="accord donné le"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="joint_applicants",
                        to="applications.application",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint_applications",
                        to="organizations.organization",
                        verbose_name="structure",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accord donné par",
                    ),
                ),
            ],
            options={
                "verbose_name": "co-porteur",
                "verbose_name_plural": "co-porteurs",
                "ordering": ["application", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "organization"),
                        name="applications_joint_once",
                        violation_error_message="Cette structure est déjà co-porteuse.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("message", "message"),
                            ("completion", "demande de complément"),
                            ("internal", "note interne"),
                        ],
                        default="message",
                        max_length=10,
                        verbose_name="sorte",
                    ),
                ),
                ("text", models.TextField(verbose_name="texte")),
                ("at", models.DateTimeField(verbose_name="le")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="pour le")),
                (
                    "settled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="répondu le"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="applications.application",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
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
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["application", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="ajouté le")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ajouté par",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="applications.application",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="organizations.organizationdocument",
                        verbose_name="document de la structure",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="fichier",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="calls.question",
                        verbose_name="question",
                    ),
                ),
                (
                    "wanted",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="calls.wantedattachment",
                        verbose_name="pièce demandée",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="applications.message",
                        verbose_name="message",
                    ),
                ),
            ],
            options={
                "verbose_name": "pièce jointe",
                "verbose_name_plural": "pièces jointes",
                "ordering": ["application", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document__isnull", True), ("file__isnull", False)),
                            models.Q(("document__isnull", False), ("file__isnull", True)),
                            _connector="OR",
                        ),
                        name="applications_attachment_one_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_cents", models.PositiveBigIntegerField(verbose_name="montant demandé")),
                (
                    "minimum_cents",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="minimum utile"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "demandé"),
                            ("opinion", "avis donné"),
                            ("proposed", "proposé"),
                            ("granted", "accordé"),
                            ("refused", "refusé"),
                            ("postponed", "ajourné"),
                            ("agreement", "conventionné"),
                            ("paid", "payé"),
                            ("justified", "justifié"),
                        ],
                        db_index=True,
                        default="requested",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "actual_cents",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="reçu"),
                ),
                (
                    "variance_reason",
                    models.TextField(blank=True, verbose_name="explication de l’écart"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="applications.application",
                        verbose_name="dossier",
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
                        related_name="requests",
                        to="organizations.organization",
                        verbose_name="financeur",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande à un financeur",
                "verbose_name_plural": "demandes aux financeurs",
                "ordering": ["application", "funder", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "funder"),
                        name="applications_request_once",
                        violation_error_message="Ce financeur est déjà sollicité dans ce dossier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum_cents__isnull", True),
                            ("minimum_cents__lte", models.F("amount_cents")),
                            _connector="OR",
                        ),
                        name="applications_request_minimum",
                        violation_error_message="Le minimum utile dépasse le montant demandé.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="première année")),
                (
                    "years",
                    models.PositiveSmallIntegerField(default=3, verbose_name="nombre d’années"),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="applications.action",
                        verbose_name="action",
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
            ],
            options={
                "verbose_name": "demande pluriannuelle",
                "verbose_name_plural": "demandes pluriannuelles",
                "ordering": ["action", "first_year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "first_year"), name="applications_series_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="applications.series",
                verbose_name="demande pluriannuelle",
            ),
        ),
        migrations.CreateModel(
            name="StateChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transition", models.CharField(max_length=30, verbose_name="étape")),
                ("source", models.CharField(max_length=15, verbose_name="avant")),
                ("target", models.CharField(max_length=15, verbose_name="après")),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                ("at", models.DateTimeField(verbose_name="le")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="state_changes",
                        to="applications.application",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
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
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="state_changes",
                        to="applications.request",
                        verbose_name="demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "changement d’état",
                "verbose_name_plural": "changements d’état",
                "ordering": ["application", "at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["call", "state"], name="applications_call_state"),
        ),
    ]
