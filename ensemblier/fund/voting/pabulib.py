"""Files of the Pabulib library (pabulib.org/format): approval ballots only.

Three sections, META, PROJECTS and VOTES, of values parted by semicolons.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.fund.voting.election import Election, Project

SECTIONS = ("META", "PROJECTS", "VOTES")
MOST_DECIMALS = 4
LARGEST = Decimal(10) ** 15
NEEDED = {"PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}


def read_pabulib(content: bytes) -> Election:
    """Raises InvalidInput, with one sentence, for anything else than a whole approval file."""
    sections = _sections(_text(content))
    meta = {row[0].strip(): row[1].strip() for _line, row in sections["META"][1:] if len(row) > 1}
    _check_meta(meta)
    projects = list(_rows(sections["PROJECTS"], "PROJECTS"))
    votes = list(_rows(sections["VOTES"], "VOTES"))
    _check_counts(meta, projects=len(projects), votes=len(votes))
    money = [_money(meta["budget"], 0, "budget")]
    money += [_money(row["cost"], line, "cost") for line, row in projects]
    unit = 10 ** max(_decimals(amount) for amount in money)
    budget, *costs = [int(amount * unit) for amount in money]
    places = _places(projects)
    return Election(
        tuple(
            Project(row["project_id"], cost, row.get("name", ""))
            for (_line, row), cost in zip(projects, costs, strict=True)
        ),
        tuple(_ballots(votes, places)),
        budget,
        unit,
    )


def _check_meta(meta: Mapping[str, str]) -> None:
    for name in ("vote_type", "budget"):
        if not meta.get(name):
            raise InvalidInput(
                _("La partie «\u00a0META\u00a0» ne dit pas «\u00a0%(name)s\u00a0».")
                % {"name": name}
            )
    kind = meta["vote_type"]
    if kind.lower() != "approval":
        raise InvalidInput(
            _(
                "Ce fichier contient des bulletins «\u00a0%(kind)s\u00a0»\u00a0: seuls "
                "les bulletins "
                "par approbation («\u00a0approval\u00a0») peuvent être comptés."
            )
            % {"kind": kind}
        )


def write_pabulib(election: Election, meta: Mapping[str, object]) -> str:
    """A file that `read_pabulib` reads back; voters are numbered, ballots stay in their order."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    about = {
        **meta,
        "num_projects": len(election.projects),
        "num_votes": len(election.ballots),
        "budget": _figure(election.budget, election.unit),
        "vote_type": "approval",
    }
    writer.writerows([["META"], ["key", "value"], *about.items()])
    writer.writerows([["PROJECTS"], ["project_id", "cost", "votes", "name"]])
    for project, votes in zip(election.projects, election.votes, strict=True):
        name = " ".join(project.name.split())
        writer.writerow([project.id, _figure(project.cost, election.unit), votes, name])
    writer.writerows([["VOTES"], ["voter_id", "vote"]])
    for voter, ballot in enumerate(election.ballots, 1):
        chosen = ",".join(election.projects[place].id for place in sorted(ballot))
        writer.writerow([voter, chosen])
    return out.getvalue()


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput(_("Ce fichier n’est pas un fichier de texte."))


def _sections(text: str) -> dict[str, list[tuple[int, list[str]]]]:
    """{section: [(number of the line, its values)]}, empty lines left out."""
    found: dict[str, list[tuple[int, list[str]]]] = {}
    reader = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=";")
    section = ""
    try:
        for row in reader:
            if len(row) == 1 and row[0].strip().upper() in SECTIONS:
                section = row[0].strip().upper()
                found[section] = []
            elif section and any(value.strip() for value in row):
                found[section].append((reader.line_num, row))
    except csv.Error as error:
        raise InvalidInput(
            _("La ligne %(line)s du fichier ne peut pas être lue.") % {"line": reader.line_num + 1}
        ) from error
    for name in SECTIONS:
        if not found.get(name):
            raise InvalidInput(
                _(
                    "Ce fichier n’est pas un vote au format Pabulib\u00a0: "
                    "il lui manque la partie «\u00a0%(name)s\u00a0»."
                )
                % {"name": name}
            )
    return found


def _rows(lines: list[tuple[int, list[str]]], section: str) -> Iterator[tuple[int, dict[str, str]]]:
    header = [name.strip() for name in lines[0][1]]
    for name in NEEDED[section]:
        if name not in header:
            raise InvalidInput(
                _(
                    "Dans la partie «\u00a0%(section)s\u00a0», il manque la colonne "
                    "«\u00a0%(name)s\u00a0»."
                )
                % {"section": section, "name": name}
            )
    for line, row in lines[1:]:
        values = dict(zip(header, (value.strip() for value in row), strict=False))
        if any(name not in values for name in NEEDED[section]):
            raise InvalidInput(_("La ligne %(line)s du fichier est incomplète.") % {"line": line})
        yield line, values


def _check_counts(meta: Mapping[str, str], **counts: int) -> None:
    """A file cut short says more than it holds."""
    for name, count in counts.items():
        said = meta.get(f"num_{name}", "")
        if said.isdecimal() and int(said) != count:
            raise InvalidInput(
                _(
                    "Le fichier annonce «\u00a0num_%(name)s\u00a0» = %(said)s et en "
                    "contient %(count)s\u00a0"
                    ": il est peut-être coupé."
                )
                % {"name": name, "said": said, "count": count}
            )


def _money(text: str, line: int, name: str) -> Decimal:
    """Figures may stand in groups, as people write them: «1 000 000», «1 234,50»."""
    try:
        amount = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not (amount.is_finite() and 0 <= amount <= LARGEST and _decimals(amount) <= MOST_DECIMALS):
        raise InvalidInput(
            _(
                "«\u00a0%(text)s\u00a0» n’est pas un montant («\u00a0%(name)s\u00a0», "
                "ligne %(line)s)."
            )
            % {"text": text[:40], "name": name, "line": line or "META"}
        )
    return amount


def _decimals(amount: Decimal) -> int:
    return max(0, -int(amount.normalize().as_tuple().exponent)) if amount else 0


def _places(projects: list[tuple[int, dict[str, str]]]) -> dict[str, int]:
    places: dict[str, int] = {}
    for line, row in projects:
        if row["project_id"] in places or not row["project_id"]:
            raise InvalidInput(
                _(
                    "Ligne %(line)s\u00a0: l’identifiant de projet «\u00a0%(id)s\u00a0» "
                    "est vide ou déjà pris."
                )
                % {"line": line, "id": row["project_id"]}
            )
        places[row["project_id"]] = len(places)
    return places


def _ballots(
    votes: list[tuple[int, dict[str, str]]], places: Mapping[str, int]
) -> Iterator[frozenset[int]]:
    voters = set()
    for line, row in votes:
        if row["voter_id"] in voters:
            raise InvalidInput(
                _(
                    "Ligne %(line)s\u00a0: «\u00a0%(voter)s\u00a0» a déjà voté plus haut "
                    "dans le fichier."
                )
                % {"line": line, "voter": row["voter_id"]}
            )
        voters.add(row["voter_id"])
        yield frozenset(_chosen(row["vote"], line, places))


def _chosen(vote: str, line: int, places: Mapping[str, int]) -> Iterator[int]:
    for name in (part.strip() for part in vote.split(",")):
        if not name:
            continue
        if name not in places:
            raise InvalidInput(
                _("Ligne %(line)s\u00a0: le projet «\u00a0%(id)s\u00a0» n’est pas dans la liste.")
                % {"line": line, "id": name[:40]}
            )
        yield places[name]


def _figure(amount: int, unit: int) -> Any:
    return amount // unit if amount % unit == 0 else Decimal(amount) / unit
