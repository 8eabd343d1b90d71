"""Who and what a row speaks of, among what is already here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.text import searchable
from ensemblier.funding.past_years.columns import starts_of
from ensemblier.organizations.identifiers import compact
from ensemblier.organizations.models import Organization
from ensemblier.organizations.queries import same_name
from ensemblier.plans.enums import PlanKind, VersionState
from ensemblier.plans.models import Node, PlanVersion
from ensemblier.territories.models import Area


def version_in_force(contract: Contract) -> PlanVersion | None:
    """The last published version of the contract's own plan."""
    return (
        PlanVersion.objects.filter(
            contract=contract, plan__kind=PlanKind.CONTRACT, state=VersionState.PUBLISHED
        )
        .order_by("-effective_on", "-number")
        .first()
    )


class Finder:
    """Looks each name up once; the bearers of the whole file at the start."""

    def __init__(
        self, contract: Contract, likely: Sequence[Organization] = (), bearers: Iterable[str] = ()
    ) -> None:
        """`bearers`: names and SIRET, as the file spells them."""
        self.contract, self.likely = contract, likely
        self.guessed: dict[str, Organization] = {}
        self._bearers: dict[str, Organization] = {}
        self._read_bearers(
            {searchable(text) for text in bearers} - {""}, set(map(compact, bearers))
        )
        self._funders: dict[str, Organization | None] = {}
        self._numbers: dict[int, Organization] = {}
        self._nodes: dict[str, Node] | None = None
        self._areas: dict[str, Area] | None = None

    def funder(self, name: str) -> Organization:
        plain = searchable(name)
        if plain not in self._funders:
            found = same_name(name) or self._short_named(plain) or self._guess(name, plain)
            self._funders[plain] = found
        found = self._funders[plain]
        if found is None:
            raise InvalidInput(
                _(
                    "Financeur inconnu\u00a0: «\u00a0%(name)s\u00a0». Créez sa structure d’abord, "
                    "ou choisissez le financeur de tout le fichier."
                )
                % {"name": name[:80]}
            )
        return found

    def _short_named(self, plain: str) -> Organization | None:
        rows = Organization.objects.filter(
            merged_into__isnull=True, search_text__contains=plain
        ).exclude(short_name="")
        return next((row for row in rows[:50] if searchable(row.short_name) == plain), None)

    def _guess(self, name: str, plain: str) -> Organization | None:
        """«Région» is «Région Occitanie» when no other likely funder starts like it."""
        starts = [row for row in self.likely if plain in starts_of(row)]
        if len(starts) != 1:
            return None
        self.guessed[name] = starts[0]
        return starts[0]

    def funder_by_number(self, pk: int) -> Organization:
        if pk not in self._numbers:
            found = Organization.objects.filter(pk=pk).first()
            if found is None:
                raise InvalidInput(_("Ce financeur n’existe plus."))
            self._numbers[pk] = found
        return self._numbers[pk]

    def _read_bearers(self, names: set[str], numbers: set[str]) -> None:
        """By SIRET, and by name for those that were not merged into another."""
        keys: dict[str, int] = {}
        rows = Organization.objects.values_list("pk", "name", "siret", "merged_into")
        for pk, name, siret, merged_into in rows.iterator():
            if siret in numbers and siret:
                keys[siret] = pk
            plain = searchable(name)
            if plain in names and merged_into is None:
                keys.setdefault(plain, pk)
        found = Organization.objects.in_bulk(set(keys.values()))
        self._bearers = {key: found[pk] for key, pk in keys.items()}

    def remember(self, bearer: Organization) -> None:
        """One that this import creates."""
        for key in (bearer.siret, searchable(bearer.name)):
            if key:
                self._bearers.setdefault(key, bearer)

    def forget(self, gone: Sequence[object]) -> None:
        """The row that created them is refused."""
        lost = {id(thing) for thing in gone}
        self._bearers = {key: row for key, row in self._bearers.items() if id(row) not in lost}

    def bearer(self, name: str, siret: str) -> Organization | None:
        """By its SIRET, else by its name; a namesake with another SIRET is somebody else."""
        found = self._bearers.get(siret) if siret else None
        if found is None:
            namesake = self._bearers.get(searchable(name)) if name else None
            found = None if namesake and siret and namesake.siret else namesake
        if found is None and not name:
            raise InvalidInput(_("Ce SIRET est inconnu et la ligne ne donne pas de nom."))
        return found

    def node(self, text: str) -> Node | None:
        """By its code, else by its title, in the plan in force."""
        if not text:
            return None
        if self._nodes is None:
            self._nodes = self._read_nodes()
        plain = text.strip().split(" ", 1)[0].rstrip(".:") if text[:1].isdigit() else text
        found = self._nodes.get(searchable(text)) or self._nodes.get(searchable(plain))
        if found is None:
            raise InvalidInput(
                _("«\u00a0%(text)s\u00a0» n’est ni un code ni un titre du plan.")
                % {"text": text[:60]}
            )
        return found

    def _read_nodes(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        version = version_in_force(self.contract)
        for node in Node.objects.filter(version=version) if version else []:
            for name in (node.title, node.short_title, node.code):
                if name:
                    found[searchable(name)] = node
        return found

    def area(self, text: str) -> Area:
        """By its code or its name: an area of the contract, else any QPV of that code."""
        if self._areas is None:
            rows = Area.objects.filter(contract_areas__contract=self.contract)
            self._areas = {searchable(row.name): row for row in rows}
            self._areas |= {searchable(row.code): row for row in rows if row.code}
        plain = searchable(text)
        found = self._areas.get(plain) or Area.objects.filter(code=text.strip().upper()).first()
        if found is None:
            raise InvalidInput(
                _("Quartier inconnu\u00a0: «\u00a0%(name)s\u00a0».") % {"name": text[:60]}
            )
        self._areas[plain] = found
        return found
