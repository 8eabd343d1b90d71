import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("applications", "0001_initial"),
        ("calls", "0001_initial"),
        ("contracts", "0001_initial"),
        ("files", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
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
                            ("annual", "convention annuelle"),
                            ("multiyear", "convention pluriannuelle"),
                        ],
                        max_length=10,
                        verbose_name="sorte",
                    ),
                ),
                ("reference", models.CharField(max_length=60, verbose_name="référence")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "en préparation"),
                            ("sent", "envoyée à la signature"),
                            ("signed", "signée"),
                            ("cancelled", "annulée"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="envoyée le")),
                (
                    "bearer_signed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="signée par le porteur le"
                    ),
                ),
                (
                    "funder_signed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="signée par le financeur le"
                    ),
                ),
                (
                    "data_published_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="données essentielles publiées le"
                    ),
                ),
                (
                    "cancelled_on",
                    models.DateField(blank=True, null=True, verbose_name="annulée le"),
                ),
                (
                    "cancel_reason",
                    models.TextField(blank=True, verbose_name="motif de l’annulation"),
                ),
                ("created_at", models.DateTimeField(verbose_name="créée le")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
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
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="document",
                    ),
                ),
                (
                    "funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="organizations.organization",
                        verbose_name="financeur",
                    ),
                ),
                (
                    "signed_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="document signé",
                    ),
                ),
            ],
            options={
                "verbose_name": "convention",
                "verbose_name_plural": "conventions",
                "ordering": ["contract", "-created_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "reference"), name="funding_agreement_reference_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("application", "funder"),
                        name="funding_agreement_once",
                        violation_error_message="Ce financeur a déjà une convention pour ce dossier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True),
                            models.Q(
                                ("bearer_signed_on__isnull", False),
                                ("funder_signed_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="funding_agreement_signed_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(
                                ("cancelled_on__isnull", False),
                                models.Q(("cancel_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="funding_agreement_cancelled_why",
                        violation_error_message="Dites pourquoi la convention est annulée.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("amount_cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("is_firm", models.BooleanField(default=True, verbose_name="ferme")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="years",
                        to="funding.agreement",
                        verbose_name="convention",
                    ),
                ),
            ],
            options={
                "verbose_name": "année d’une convention",
                "verbose_name_plural": "années d’une convention",
                "ordering": ["agreement", "year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "year"), name="funding_agreement_year_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_cents", models.PositiveBigIntegerField(verbose_name="demandé")),
                (
                    "proposed_cents",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="proposé"),
                ),
                (
                    "granted_cents",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="accordé"),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="décidé le")),
                (
                    "decision_reference",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="référence de la décision"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                ("edition", models.PositiveIntegerField(default=0, verbose_name="édition")),
                (
                    "changed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="changé le"),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changé par",
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
                    "envelope",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="calls.envelope",
                        verbose_name="enveloppe",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="award",
                        to="applications.request",
                        verbose_name="demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "financement",
                "verbose_name_plural": "financements",
                "ordering": ["request"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed_cents__isnull", True),
                            ("proposed_cents__lte", models.F("asked_cents")),
                            _connector="OR",
                        ),
                        name="funding_award_proposed_within_asked",
                        violation_error_message="C’est plus que ce qui est demandé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granted_cents__isnull", True),
                            ("granted_cents__lte", models.F("asked_cents")),
                            _connector="OR",
                        ),
                        name="funding_award_granted_within_asked",
                        violation_error_message="C’est plus que ce qui est demandé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granted_cents__isnull", True),
                            ("granted_cents", 0),
                            ("envelope__isnull", False),
                            _connector="OR",
                        ),
                        name="funding_award_granted_from_envelope",
                        violation_error_message="Dites sur quelle enveloppe.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AmountEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("batch", models.UUIDField(db_index=True, verbose_name="lot")),
                ("field", models.CharField(max_length=20, verbose_name="colonne")),
                (
                    "before",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="avant"),
                ),
                (
                    "after",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="après"),
                ),
                ("at", models.DateTimeField(verbose_name="le")),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulé le"),
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
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edits",
                        to="funding.award",
                        verbose_name="financement",
                    ),
                ),
            ],
            options={
                "verbose_name": "changement de montant",
                "verbose_name_plural": "changements de montant",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DocumentTemplate",
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
                            ("grant_letter", "lettre d’accord"),
                            ("refusal_letter", "lettre de refus"),
                            ("postponement_letter", "lettre d’ajournement"),
                            ("annual_agreement", "convention annuelle"),
                            ("multiyear_agreement", "convention pluriannuelle"),
                            ("recovery_letter", "lettre de reversement"),
                        ],
                        max_length=20,
                        verbose_name="sorte",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("is_active", models.BooleanField(default=True, verbose_name="en service")),
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
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="fichier",
                    ),
                ),
                (
                    "funder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document_templates",
                        to="organizations.organization",
                        verbose_name="financeur",
                    ),
                ),
            ],
            options={
                "verbose_name": "modèle de document",
                "verbose_name_plural": "modèles de document",
                "ordering": ["contract", "kind", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Letter",
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
                            ("grant_letter", "lettre d’accord"),
                            ("refusal_letter", "lettre de refus"),
                            ("postponement_letter", "lettre d’ajournement"),
                            ("annual_agreement", "convention annuelle"),
                            ("multiyear_agreement", "convention pluriannuelle"),
                            ("recovery_letter", "lettre de reversement"),
                        ],
                        max_length=20,
                        verbose_name="sorte",
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="envoyée le")),
                ("made_at", models.DateTimeField(verbose_name="faite le")),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="funding.award",
                        verbose_name="financement",
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
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="fichier",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="faite par",
                    ),
                ),
            ],
            options={
                "verbose_name": "lettre",
                "verbose_name_plural": "lettres",
                "ordering": ["-made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MatrixImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="nom du fichier")),
                ("report", models.JSONField(default=dict, verbose_name="ce qui change")),
                ("created_at", models.DateTimeField(verbose_name="déposé le")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="appliqué le")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="annulé le")),
                ("cells", models.JSONField(default=list, verbose_name="cellules lues")),
                ("batch", models.UUIDField(blank=True, null=True, verbose_name="lot")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matrix_imports",
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
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déposé par",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="fichier",
                    ),
                ),
            ],
            options={
                "verbose_name": "tableau relu",
                "verbose_name_plural": "tableaux relus",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PastYearImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="nom du fichier")),
                ("report", models.JSONField(default=dict, verbose_name="ce qui change")),
                ("created_at", models.DateTimeField(verbose_name="déposé le")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="appliqué le")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="annulé le")),
                ("mapping", models.JSONField(default=dict, verbose_name="colonnes choisies")),
                (
                    "created",
                    models.JSONField(blank=True, default=dict, verbose_name="lignes créées"),
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
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déposé par",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="fichier",
                    ),
                ),
            ],
            options={
                "verbose_name": "import d’une année passée",
                "verbose_name_plural": "imports d’années passées",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Payment",
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
                            ("advance", "avance"),
                            ("balance", "solde"),
                            ("single", "versement unique"),
                        ],
                        max_length=10,
                        verbose_name="sorte",
                    ),
                ),
                ("amount_cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("expected_on", models.DateField(verbose_name="attendu le")),
                ("made_on", models.DateField(blank=True, null=True, verbose_name="fait le")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=120, verbose_name="référence"),
                ),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="funding.award",
                        verbose_name="financement",
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
                "verbose_name": "paiement",
                "verbose_name_plural": "paiements",
                "ordering": ["award", "expected_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents__gt", 0)),
                        name="funding_payment_positive",
                        violation_error_message="Un paiement est supérieur à zéro.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="nom du fichier")),
                ("report", models.JSONField(default=dict, verbose_name="ce qui change")),
                ("created_at", models.DateTimeField(verbose_name="déposé le")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="appliqué le")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="annulé le")),
                ("mapping", models.JSONField(default=dict, verbose_name="colonnes choisies")),
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
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déposé par",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="fichier",
                    ),
                ),
            ],
            options={
                "verbose_name": "import de paiements",
                "verbose_name_plural": "imports de paiements",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_cents", models.PositiveBigIntegerField(verbose_name="à rendre")),
                ("received_cents", models.PositiveBigIntegerField(default=0, verbose_name="rendu")),
                ("reason", models.TextField(verbose_name="motif")),
                ("asked_on", models.DateField(verbose_name="demandé le")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="rendu le")),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="funding.award",
                        verbose_name="financement",
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
                "verbose_name": "reversement",
                "verbose_name_plural": "reversements",
                "ordering": ["award", "asked_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents__gt", 0)),
                        name="funding_recovery_positive",
                        violation_error_message="Un reversement est supérieur à zéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received_cents__lte", models.F("amount_cents"))),
                        name="funding_recovery_within",
                        violation_error_message="C’est plus que ce qui est à rendre.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("received_on", models.DateField(verbose_name="reçu le")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=120, verbose_name="référence"),
                ),
                (
                    "recovery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipts",
                        to="funding.recovery",
                        verbose_name="reversement",
                    ),
                ),
            ],
            options={
                "verbose_name": "part rendue",
                "verbose_name_plural": "parts rendues",
                "ordering": ["recovery", "received_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents__gt", 0)),
                        name="funding_receipt_positive",
                        violation_error_message="Une somme rendue est supérieure à zéro.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RememberedMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "headers_digest",
                    models.CharField(max_length=64, verbose_name="empreinte des en-têtes"),
                ),
                ("mapping", models.JSONField(default=dict, verbose_name="colonnes choisies")),
                ("used_at", models.DateTimeField(verbose_name="servi le")),
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
                "verbose_name": "correspondance de colonnes",
                "verbose_name_plural": "correspondances de colonnes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "headers_digest"), name="funding_mapping_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Scenario",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("rules", models.JSONField(blank=True, default=dict, verbose_name="règles")),
                (
                    "is_computed",
                    models.BooleanField(default=False, verbose_name="proposé par le calcul"),
                ),
                ("created_at", models.DateTimeField(verbose_name="créé le")),
                (
                    "applied_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="appliqué le"),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scenarios",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="créé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "scénario",
                "verbose_name_plural": "scénarios",
                "ordering": ["call", "created_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call", "name"),
                        name="funding_scenario_once",
                        violation_error_message="Un scénario de cet appel porte déjà ce nom.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScenarioAmount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("reason", models.TextField(blank=True, verbose_name="pourquoi")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scenario_amounts",
                        to="applications.request",
                        verbose_name="demande",
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="amounts",
                        to="funding.scenario",
                        verbose_name="scénario",
                    ),
                ),
            ],
            options={
                "verbose_name": "montant d’un scénario",
                "verbose_name_plural": "montants d’un scénario",
                "ordering": ["scenario", "request"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scenario", "request"), name="funding_scenario_amount_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="amountedit",
            index=models.Index(fields=["by", "-at"], name="funding_edit_by"),
        ),
    ]
