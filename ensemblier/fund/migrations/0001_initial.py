import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("contracts", "0001_initial"),
        ("councils", "0001_initial"),
        ("files", "0001_initial"),
        ("organizations", "0001_initial"),
        ("plans", "0001_initial"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bearer",
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
                            ("resident", "une habitante, un habitant"),
                            ("group", "un groupe d’habitants"),
                            ("association", "une association"),
                        ],
                        max_length=12,
                        verbose_name="qui demande",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="nom")),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse électronique"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="téléphone")),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="effacé le"),
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
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fund_bearers",
                        to="organizations.organization",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "porteur",
                "verbose_name_plural": "porteurs",
                "ordering": ["contract", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("organization__isnull", False)),
                        fields=("contract", "organization"),
                        name="fund_bearer_organization_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at__isnull", True),
                            models.Q(("email", ""), ("name", ""), ("phone", "")),
                            _connector="OR",
                        ),
                        name="fund_bearer_erased",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoFunder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pledged_cents", models.PositiveBigIntegerField(verbose_name="promis")),
                (
                    "committed_cents",
                    models.PositiveBigIntegerField(
                        default=0, editable=False, verbose_name="engagé"
                    ),
                ),
                (
                    "received_cents",
                    models.PositiveBigIntegerField(default=0, editable=False, verbose_name="versé"),
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
                        related_name="fund_shares",
                        to="organizations.organization",
                        verbose_name="cofinanceur",
                    ),
                ),
            ],
            options={
                "verbose_name": "cofinanceur",
                "verbose_name_plural": "cofinanceurs",
                "ordering": ["round", "funder__name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("committed_cents__lte", models.F("pledged_cents"))),
                        name="fund_co_funder_not_overspent",
                        violation_error_message="C’est plus que ce que ce cofinanceur a promis.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received_cents__lte", models.F("pledged_cents"))),
                        name="fund_co_funder_received_within",
                        violation_error_message="C’est plus que ce que ce cofinanceur a promis.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                (
                    "code",
                    models.CharField(
                        default="FPH",
                        help_text="Il commence le numéro de chaque demande\xa0: «\xa0FPH-2026-001\xa0».",
                        max_length=12,
                        verbose_name="sigle",
                    ),
                ),
                ("presentation", models.TextField(blank=True, verbose_name="présentation")),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        max_length=254,
                        verbose_name="adresse électronique pour les questions",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="téléphone pour les questions"
                    ),
                ),
                (
                    "address",
                    models.TextField(blank=True, verbose_name="où déposer une demande sur papier"),
                ),
                (
                    "is_public",
                    models.BooleanField(default=True, verbose_name="visible sur le site public"),
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
                    "council",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide\xa0: le fonds sert tous les conseils du contrat.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funds",
                        to="councils.council",
                        verbose_name="conseil citoyen",
                    ),
                ),
            ],
            options={
                "verbose_name": "fonds de participation des habitants",
                "verbose_name_plural": "fonds de participation des habitants",
                "ordering": ["contract", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "code"),
                        name="fund_fund_code_once",
                        violation_error_message="Un fonds de ce contrat porte déjà ce sigle.",
                    )
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
                ("ceiling_cents", models.PositiveBigIntegerField(verbose_name="plafond")),
                (
                    "committed_cents",
                    models.PositiveBigIntegerField(default=0, verbose_name="accordé"),
                ),
                (
                    "bearer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="years",
                        to="fund.bearer",
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
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bearer_years",
                        to="fund.fund",
                        verbose_name="fonds",
                    ),
                ),
            ],
            options={
                "verbose_name": "année d’un porteur",
                "verbose_name_plural": "années d’un porteur",
                "ordering": ["bearer", "year", "fund"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fund", "bearer", "year"), name="fund_bearer_year_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("committed_cents__lte", models.F("ceiling_cents"))),
                        name="fund_bearer_year_within",
                        violation_error_message="C’est plus que le plafond de ce porteur pour l’année.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                ("reference", models.CharField(max_length=30, verbose_name="numéro")),
                (
                    "code",
                    models.CharField(max_length=20, unique=True, verbose_name="code de suivi"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("screen", "par internet"),
                            ("paper", "sur papier"),
                            ("assisted", "avec l’aide de l’équipe ou du conseil"),
                        ],
                        default="screen",
                        max_length=10,
                        verbose_name="arrivée",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "reçue"),
                            ("to_complete", "à compléter"),
                            ("eligible", "recevable"),
                            ("refused", "non recevable"),
                            ("granted", "accordée"),
                            ("not_granted", "non retenue"),
                            ("advanced", "avance versée"),
                            ("reported", "bilan reçu"),
                            ("closed", "soldée"),
                            ("cancelled", "annulée"),
                        ],
                        default="received",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="nom de l’action")),
                ("description", models.TextField(max_length=3000, verbose_name="ce qui est prévu")),
                ("starts_on", models.DateField(verbose_name="jour de l’action")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="dernier jour")),
                ("place", models.CharField(max_length=200, verbose_name="lieu")),
                ("audience", models.CharField(max_length=300, verbose_name="pour qui")),
                (
                    "people",
                    models.PositiveIntegerField(verbose_name="nombre de personnes attendues"),
                ),
                (
                    "ceiling_cents",
                    models.PositiveBigIntegerField(editable=False, verbose_name="plafond"),
                ),
                ("asked_cents", models.PositiveBigIntegerField(verbose_name="demandé")),
                (
                    "granted_cents",
                    models.PositiveBigIntegerField(
                        default=0, editable=False, verbose_name="accordé"
                    ),
                ),
                (
                    "paid_cents",
                    models.PositiveBigIntegerField(default=0, editable=False, verbose_name="versé"),
                ),
                (
                    "spent_cents",
                    models.PositiveBigIntegerField(
                        default=0, editable=False, verbose_name="justifié"
                    ),
                ),
                (
                    "returned_cents",
                    models.PositiveBigIntegerField(default=0, editable=False, verbose_name="rendu"),
                ),
                ("missing", models.TextField(blank=True, verbose_name="ce qui manque")),
                (
                    "completion_due_on",
                    models.DateField(blank=True, null=True, verbose_name="à compléter avant le"),
                ),
                ("refusal", models.TextField(blank=True, verbose_name="motif du refus")),
                (
                    "report_due_on",
                    models.DateField(blank=True, null=True, verbose_name="bilan attendu le"),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="relancée le"),
                ),
                (
                    "waiver",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="dispense de bilan\xa0: motif"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "Français"), ("en", "English")],
                        default="fr",
                        max_length=2,
                        verbose_name="langue",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="reçue le")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="décidée le"),
                ),
                (
                    "reported_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="bilan reçu le"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="terminée le"),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fund_requests",
                        to="territories.area",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "bearer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="fund.bearer",
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
                (
                    "council",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fund_requests",
                        to="councils.council",
                        verbose_name="conseil citoyen",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saisie par",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="fund_requests",
                        to="plans.node",
                        verbose_name="objectif du plan",
                    ),
                ),
                (
                    "waived_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dispense accordée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande au fonds",
                "verbose_name_plural": "demandes au fonds",
                "ordering": ["contract", "-received_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "reference"), name="fund_request_reference_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="fund_request_dates",
                        violation_error_message="Le dernier jour vient avant le premier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_cents__gt", 0), ("asked_cents__lte", models.F("ceiling_cents"))
                        ),
                        name="fund_request_within_ceiling",
                        violation_error_message="C’est plus que le plafond par action.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("granted_cents__lte", models.F("asked_cents"))),
                        name="fund_request_granted_within",
                        violation_error_message="C’est plus que ce qui est demandé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paid_cents__lte", models.F("granted_cents"))),
                        name="fund_request_paid_within",
                        violation_error_message="C’est plus que ce qui est accordé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "paid_cents__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("spent_cents"), "+", models.F("returned_cents")
                                ),
                            )
                        ),
                        name="fund_request_nothing_twice",
                        violation_error_message="C’est plus que ce qui a été versé.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="jour de l’action")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="dernier jour")),
                ("place", models.CharField(max_length=200, verbose_name="lieu")),
                ("story", models.TextField(max_length=3000, verbose_name="ce qui s’est passé")),
                ("women", models.PositiveIntegerField(default=0, verbose_name="femmes")),
                ("men", models.PositiveIntegerField(default=0, verbose_name="hommes")),
                (
                    "girls",
                    models.PositiveIntegerField(
                        default=0, verbose_name="filles de moins de 16 ans"
                    ),
                ),
                (
                    "boys",
                    models.PositiveIntegerField(
                        default=0, verbose_name="garçons de moins de 16 ans"
                    ),
                ),
                (
                    "earned_cents",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="à la charge du fonds"
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="envoyé le")),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="accepté le"),
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
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saisi par",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report",
                        to="fund.fundrequest",
                        verbose_name="demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "bilan d’une demande",
                "verbose_name_plural": "bilans d’une demande",
                "ordering": ["request"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("earned_cents__isnull", True)),
                            models.Q(
                                ("accepted_at__isnull", False), ("earned_cents__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="fund_report_accepted_with_its_cost",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FundOpinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "value",
                    models.CharField(
                        choices=[
                            ("favorable", "favorable"),
                            ("reserved", "favorable avec des réserves"),
                            ("unfavorable", "défavorable"),
                        ],
                        max_length=12,
                        verbose_name="avis",
                    ),
                ),
                (
                    "comment",
                    models.TextField(blank=True, max_length=2000, verbose_name="commentaire"),
                ),
                ("at", models.DateTimeField(verbose_name="le")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fund_opinions",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinions",
                        to="fund.fundrequest",
                        verbose_name="demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "avis sur une demande au fonds",
                "verbose_name_plural": "avis sur une demande au fonds",
                "ordering": ["request", "at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "by"), name="fund_opinion_once_each")
                ],
            },
        ),
        migrations.CreateModel(
            name="FundFile",
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
                            ("photo", "photo jointe à la demande"),
                            ("receipt", "ticket ou facture"),
                            ("report_photo", "photo de l’action"),
                            ("other", "autre document"),
                        ],
                        max_length=12,
                        verbose_name="sorte",
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="ajouté le")),
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="fund.fundrequest",
                        verbose_name="demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "pièce d’une demande",
                "verbose_name_plural": "pièces d’une demande",
                "ordering": ["request", "kind", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FundDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("granted_cents", models.PositiveBigIntegerField(verbose_name="accordé")),
                ("method", models.CharField(max_length=15, verbose_name="comment")),
                ("reason", models.TextField(blank=True, verbose_name="pourquoi")),
                ("decided_at", models.DateTimeField(verbose_name="décidée le")),
                (
                    "taken_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="retirée le"),
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
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="écrite par",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="fund.fundrequest",
                        verbose_name="demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "décision du fonds",
                "verbose_name_plural": "décisions du fonds",
                "ordering": ["request", "-decided_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at__isnull", True)),
                        fields=("request",),
                        name="fund_decision_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CostLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("label", models.CharField(max_length=120, verbose_name="dépense")),
                ("planned_cents", models.PositiveBigIntegerField(default=0, verbose_name="prévu")),
                (
                    "actual_cents",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="dépensé"),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="fund.fundrequest",
                        verbose_name="demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "dépense",
                "verbose_name_plural": "dépenses",
                "ordering": ["request", "rank"],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "rank"), name="fund_cost_line_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerTransaction",
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
                            ("receive", "apport d’un cofinanceur"),
                            ("refund", "reversement à un cofinanceur"),
                            ("commit", "somme accordée"),
                            ("release", "somme libérée"),
                            ("pay", "versement au porteur"),
                            ("justify", "dépense justifiée"),
                            ("return", "somme rendue par le porteur"),
                            ("reverse", "correction"),
                        ],
                        max_length=10,
                        verbose_name="mouvement",
                    ),
                ),
                ("on", models.DateField(verbose_name="date")),
                ("label", models.CharField(blank=True, max_length=250, verbose_name="libellé")),
                ("at", models.DateTimeField(verbose_name="écrit le")),
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
                    "council",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fund_transactions",
                        to="councils.council",
                        verbose_name="conseil citoyen",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transactions",
                        to="fund.fundrequest",
                        verbose_name="demande",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="fund.ledgertransaction",
                        verbose_name="corrige",
                    ),
                ),
            ],
            options={
                "verbose_name": "mouvement du livre de comptes",
                "verbose_name_plural": "mouvements du livre de comptes",
                "ordering": ["round", "-on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reverse"), ("reverses__isnull", False)),
                            models.Q(
                                models.Q(("kind", "reverse"), _negated=True),
                                ("reverses__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="fund_transaction_reverses_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "debit",
                    models.CharField(
                        choices=[
                            ("bank", "caisse du fonds"),
                            ("contributions", "apports des cofinanceurs"),
                            ("advanced", "avances à justifier"),
                            ("spent", "dépenses justifiées"),
                            ("committed", "sommes engagées"),
                            ("promised", "engagements à tenir"),
                        ],
                        max_length=15,
                        verbose_name="débit",
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        choices=[
                            ("bank", "caisse du fonds"),
                            ("contributions", "apports des cofinanceurs"),
                            ("advanced", "avances à justifier"),
                            ("spent", "dépenses justifiées"),
                            ("committed", "sommes engagées"),
                            ("promised", "engagements à tenir"),
                        ],
                        max_length=15,
                        verbose_name="crédit",
                    ),
                ),
                ("amount_cents", models.PositiveBigIntegerField(verbose_name="montant")),
                (
                    "co_funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="fund.cofunder",
                        verbose_name="cofinanceur",
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
                    "transaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="fund.ledgertransaction",
                        verbose_name="mouvement",
                    ),
                ),
            ],
            options={
                "verbose_name": "écriture",
                "verbose_name_plural": "écritures",
                "ordering": ["transaction", "co_funder", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_cents__gt", 0),
                            models.Q(("debit", models.F("credit")), _negated=True),
                        ),
                        name="fund_entry_moves_something",
                    ),
                    models.UniqueConstraint(
                        fields=("transaction", "co_funder"), name="fund_entry_once_each"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transition", models.CharField(max_length=30, verbose_name="étape")),
                ("source", models.CharField(blank=True, max_length=12, verbose_name="avant")),
                ("target", models.CharField(max_length=12, verbose_name="après")),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                ("at", models.DateTimeField(verbose_name="le")),
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="fund.fundrequest",
                        verbose_name="demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "étape d’une demande",
                "verbose_name_plural": "étapes d’une demande",
                "ordering": ["request", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="nom")),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "en préparation"),
                            ("open", "annoncée"),
                            ("deciding", "en cours de décision"),
                            ("decided", "décidée"),
                            ("closed", "terminée"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("jury", "vote d’un jury, à la majorité"),
                            ("residents", "vote des habitants, à la majorité"),
                            ("equal_shares", "vote des habitants, parts égales"),
                        ],
                        default="jury",
                        max_length=15,
                        verbose_name="comment on décide",
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="les demandes ouvrent le")),
                ("closes_at", models.DateTimeField(verbose_name="les demandes ferment le")),
                ("decides_on", models.DateField(blank=True, null=True, verbose_name="décision le")),
                (
                    "ceiling_cents",
                    models.PositiveBigIntegerField(verbose_name="au plus par action"),
                ),
                (
                    "bearer_ceiling_cents",
                    models.PositiveBigIntegerField(verbose_name="au plus par porteur et par an"),
                ),
                (
                    "min_delay_days",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="jours entre la demande et l’action, au moins"
                    ),
                ),
                (
                    "report_days",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="jours pour envoyer le bilan après l’action"
                    ),
                ),
                (
                    "advance_percent",
                    models.PositiveSmallIntegerField(
                        default=100, verbose_name="part versée d’avance (%)"
                    ),
                ),
                (
                    "exclusions",
                    models.TextField(
                        blank=True,
                        help_text="Une ligne pour chaque chose.",
                        verbose_name="ce que le fonds ne paie pas",
                    ),
                ),
                (
                    "rules_source",
                    models.CharField(max_length=300, verbose_name="d’où viennent ces règles"),
                ),
                ("rules_on", models.DateField(verbose_name="règles en date du")),
                (
                    "pledged_cents",
                    models.PositiveBigIntegerField(
                        default=0, editable=False, verbose_name="promis"
                    ),
                ),
                (
                    "committed_cents",
                    models.PositiveBigIntegerField(
                        default=0, editable=False, verbose_name="engagé"
                    ),
                ),
                (
                    "cash_cents",
                    models.PositiveBigIntegerField(
                        default=0, editable=False, verbose_name="en caisse"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="créée le")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="décidée le"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="terminée le"),
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
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="fund.round",
                        verbose_name="copiée de",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="fund.fund",
                        verbose_name="fonds",
                    ),
                ),
            ],
            options={
                "verbose_name": "campagne d’un fonds",
                "verbose_name_plural": "campagnes d’un fonds",
                "ordering": ["contract", "-year", "-opens_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fund", "year", "title"),
                        name="fund_round_once",
                        violation_error_message="Une campagne de ce fonds porte déjà ce nom.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="fund_round_dates",
                        violation_error_message="Les demandes ferment avant d’ouvrir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("committed_cents__lte", models.F("pledged_cents"))),
                        name="fund_round_not_overspent",
                        violation_error_message="C’est plus que l’argent de la campagne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bearer_ceiling_cents__gte", models.F("ceiling_cents")),
                            ("ceiling_cents__gt", 0),
                        ),
                        name="fund_round_ceilings",
                        violation_error_message="Le plafond par an ne peut pas être plus petit que le plafond par action.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("advance_percent__lte", 100)),
                        name="fund_round_advance",
                        violation_error_message="L’avance est de 100 % au plus.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="ledgertransaction",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transactions",
                to="fund.round",
                verbose_name="campagne",
            ),
        ),
        migrations.AddField(
            model_name="fundrequest",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="fund.round",
                verbose_name="campagne",
            ),
        ),
        migrations.AddField(
            model_name="cofunder",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="co_funders",
                to="fund.round",
                verbose_name="campagne",
            ),
        ),
        migrations.AddIndex(
            model_name="fundrequest",
            index=models.Index(fields=["contract", "state"], name="fund_request_state"),
        ),
        migrations.AddConstraint(
            model_name="cofunder",
            constraint=models.UniqueConstraint(
                fields=("round", "funder"),
                name="fund_co_funder_once",
                violation_error_message="Ce cofinanceur est déjà dans la campagne.",
            ),
        ),
    ]
