"""Tables whose columns are the levels of a plan, or «code; niveau; titre», told as lines.

Everything said in a column beside the title is added to the line in the words a
text would use, so that one reader serves all the formats.
"""

import re
from dataclasses import dataclass, field

from ..lines import COLUMN, Grid, Line
from ..markers import read_marker, read_word
from ..tokens import INDICATORS, OTHER, SPECIFICATION
from ..wording import LEVEL_PHRASE, fold, level_stem, squeeze, tidy

HEADER_ROWS = 15
ROLES = {
    "specification": rf"{SPECIFICATION}|criteres|specifications?",
    "indicators": rf"{INDICATORS}|indicateurs?.*",
    "priority": r"priorites?|prioritaire|caractere.*",
    "outside": r"hors[ -]appel.*|hap|hors aap",
    "reference": r"cf\.?|voir.*|renvois?|references? croisees?",
    "code": r"n ?[°o](?!\w).*|(?:code|numero|num|ref(?:erence)?|id)\b.*",
    "level": r"niveau|type|rang|nature|categorie",
    "parent": r"parent|code parent|rattachement",
    "title": r"titre|intitule|libelle|nom|designation",
}
GRANTS = re.compile(r"siret|beneficiaire|subvention|attribuant")
MONEY = re.compile(r"montant|cout|depense")
TOTAL = re.compile(r"(?:sous-)?total(?: general)?\W*")
YES = {"oui", "x", "1", "vrai", "true", "o", "hap", "✓"}


@dataclass
class Columns:
    """Which column plays which part; `levels` are the columns of titles, highest first."""

    row: int
    levels: list[int] = field(default_factory=list)
    roles: dict[str, int] = field(default_factory=dict)
    codes: dict[int, int] = field(default_factory=dict)

    @property
    def known(self) -> set[int]:
        return {*self.levels, *self.roles.values(), *self.codes.values()}

    @property
    def is_listing(self) -> bool:
        """One row a node, its level told by a column or by its code."""
        return (
            not self.levels and "title" in self.roles and bool({"level", "code"} & set(self.roles))
        )


def grid_lines(grid: Grid, first: int = 1, table: int = 1) -> list[Line] | None:
    """Lines for a table of a plan, None for any other; `first` is the number of its first row."""
    rows = [[squeeze_cell(cell) for cell in row] for row in grid]
    columns = find_columns(rows)
    if columns is None:
        return None
    heads = _before(rows, columns.row, first)
    body = _listing if columns.is_listing else _by_column
    return heads + body(rows, columns, first) + _rest(rows, columns, first)


def squeeze_cell(cell: str) -> str:
    return "\n".join(squeeze(part) for part in tidy(cell).split("\n") if part.strip())


def _before(rows: Grid, end: int, first: int) -> list[Line]:
    texts = [(at, " ".join(cell for cell in row if cell)) for at, row in enumerate(rows[:end])]
    return [Line(first + at, squeeze(text), gap=1) for at, text in texts if text]


def find_columns(rows: Grid) -> Columns | None:
    found = [_columns_of(row, at) for at, row in enumerate(rows[:HEADER_ROWS])]
    usable = [columns for columns in found if columns]
    return max(usable, key=lambda c: (len(c.levels), len(c.roles), -c.row), default=None)


def _columns_of(row: list[str], at: int) -> Columns | None:
    heads = [fold(cell).strip(" :*") for cell in row]
    if any(GRANTS.search(head) for head in heads):
        return None
    columns = Columns(at)
    for place, head in enumerate(heads):
        role = next((name for name, form in ROLES.items() if re.fullmatch(form, head)), "")
        if role == "code" and place + 1 < len(heads) and _is_level(heads[place + 1]):
            columns.codes[place + 1] = place
        elif role and not (role == "priority" and _is_level(head) and _starts_levels(heads, place)):
            columns.roles.setdefault(role, place)
        elif _is_level(head):
            columns.levels.append(place)
    return columns if len(columns.levels) >= 2 else _of_one_level(columns, heads)


def _of_one_level(columns: Columns, heads: list[str]) -> Columns | None:
    """A list of nodes with codes or levels in columns, or of actions with what is said of each."""
    if any(MONEY.search(head) for head in heads):
        return None
    if columns.levels and not {"level", "code"} & set(columns.roles):
        said = rf"{OTHER}|{ROLES['indicators']}|{ROLES['specification']}"
        return columns if any(re.fullmatch(said, head) for head in heads) else None
    if columns.levels:
        columns.roles.setdefault("title", columns.levels.pop())
    return columns if columns.is_listing else None


def _starts_levels(heads: list[str], place: int) -> bool:
    return place == 0 and any(_is_level(head) for head in heads[1:])


def _is_level(head: str) -> bool:
    if re.fullmatch(r"niveau \d", head):
        return True
    found = re.search(LEVEL_PHRASE, head)
    return bool(found) and len(head.split()) <= 5 and "\n" not in head


def _names(rows: Grid, columns: Columns, first: int) -> list[Line]:
    heads = [re.search(LEVEL_PHRASE, fold(rows[columns.row][place])) for place in columns.levels]
    text = " | ".join(level_stem(head[0]) for head in heads if head)
    if len(heads) == 1 and heads[0]:
        text = f"{heads[0][0].capitalize()} :"
    return [Line(first + columns.row, text, gap=1)] if all(heads) else []


def _by_column(rows: Grid, columns: Columns, first: int) -> list[Line]:
    lines = _names(rows, columns, first)
    said: list[str] = []
    for at, row in enumerate(rows[columns.row + 1 :], columns.row + 1):
        title = _title_row(row, columns, rows)
        if title or _is_total(row):
            lines.append(Line(first + at, title or squeeze(" ".join(row)), 1, is_aside=not title))
            said = []
            continue
        cells = [_cell(row, place) for place in columns.levels]
        if row[: columns.levels[-1] + 1] == rows[columns.row][: columns.levels[-1] + 1]:
            continue
        new = [depth for depth, text in enumerate(cells) if text]
        for depth in new:
            text = cells[depth]
            if depth < len(said) and said[depth] == text and depth != len(cells) - 1:
                continue
            said[depth:] = [""] * (depth - len(said)) + [text]
            tail = _tail(row, columns) if depth == new[-1] else ""
            lines += _titles(text, _code(row, columns, depth), tail, first + at, depth)
        lines += _sections(row, columns, first + at)
    return lines


def _title_row(row: list[str], columns: Columns, rows: Grid) -> str:
    """«Axe 2 – …» over the whole width of a table whose columns hold other levels."""
    filled = [cell for cell in row if cell]
    marker = read_word(squeeze(filled[0])) if len(filled) == 1 else None
    heads = [level_stem(fold(rows[columns.row][place])) for place in columns.levels]
    above = marker and marker.code and not any(marker.stem in head for head in heads)
    return squeeze(filled[0]) if above else ""


def _is_total(row: list[str]) -> bool:
    return bool(TOTAL.fullmatch(fold(next((cell for cell in row if cell), ""))))


def _code(row: list[str], columns: Columns, depth: int) -> str:
    place = columns.codes.get(columns.levels[depth])
    if place is None and depth == len(columns.levels) - 1:
        place = columns.roles.get("code")
    return _cell(row, place)


def _cell(row: list[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _titles(text: str, code: str, tail: str, number: int, depth: int) -> list[Line]:
    """One line a title; a cell may hold several, one under the other, if each has a mark."""
    parts = text.split("\n")
    if not all(read_marker(part) or part[:1] in "-•–*" for part in parts):
        parts = [squeeze(" ".join(parts))]
    parts = [re.sub(r"^[-•–*]\s+", "", part) for part in parts]
    if code and not read_marker(parts[0]):
        parts[0] = f"{code.rstrip('. ')}. {parts[0]}"
    parts[-1] += tail
    return [Line(number, part, gap=1, heading=COLUMN + depth) for part in parts if part]


def _tail(row: list[str], columns: Columns) -> str:
    priority = fold(_cell(row, columns.roles.get("priority")))
    tail = ""
    if priority.startswith("complement"):
        tail += " (complémentaire)"
    elif priority.startswith(("prioritaire", "oui", "x", "haute", "forte")):
        tail += " (prioritaire)"
    if fold(_cell(row, columns.roles.get("outside"))) in YES:
        tail += " (hors appel à projets)"
    reference = _cell(row, columns.roles.get("reference"))
    return tail + (f" (cf. {re.sub(r'^[Cc]f[.]? *', '', squeeze(reference))})" if reference else "")


def _sections(row: list[str], columns: Columns, number: int) -> list[Line]:
    lines: list[Line] = []
    for role, label in (("specification", "Cahier des charges :"), ("indicators", "Indicateurs :")):
        text = _cell(row, columns.roles.get(role))
        if text:
            items = [item.strip(" -•–*") for item in re.split(r"\n|;|•", text)]
            lines.append(Line(number, label, gap=1))
            lines += [Line(number, item, bullet="•") for item in items if item]
    return lines


def _rest(rows: Grid, columns: Columns, first: int) -> list[Line]:
    """The cells of columns that say nothing a plan holds: listed, not lost."""
    heads = rows[columns.row]
    return [
        Line(first + at, squeeze(f"{_cell(heads, place)} : {cell}").strip(" :"), is_aside=True)
        for at, row in enumerate(rows[columns.row + 1 :], columns.row + 1)
        for place, cell in enumerate(row)
        if cell and place not in columns.known and not _is_total(row)
    ]


CODE_CELL = re.compile(
    r"(?:[A-Z]{0,3}\d{1,3}|[IVX]{1,4}|[A-Z])(?:[.\-/](?:\d{1,3}|[a-zA-Z]))*\.?", re.ASCII
)


def flat_lines(grid: Grid, first: int = 1, is_aside: bool = False) -> list[Line]:
    """Any other table, cell after cell; a code alone in its cell goes with the cell beside it."""
    lines: list[Line] = []
    for number, row in enumerate(grid, first):
        code = ""
        for place, cell in enumerate(row):
            texts = [squeeze(text) for text in tidy(cell).split("\n") if text.strip()]
            if len(texts) == 1 and CODE_CELL.fullmatch(texts[0]) and any(row[place + 1 :]):
                code = f"{code} {texts[0]}".strip()
                continue
            for text in texts:
                told = f"{code.rstrip('.')}. {text}" if code else text
                here = (1, number, place)
                lines.append(Line(number, told, gap=1, cell=here, is_aside=is_aside))
                code = ""
    return lines


def _listing(rows: Grid, columns: Columns, first: int) -> list[Line]:
    ranks: list[str] = []
    told: list[Line] = []
    for at, row in enumerate(rows[columns.row + 1 :], columns.row + 1):
        title, code = (_cell(row, columns.roles.get(role)) for role in ("title", "code"))
        if title:
            depth = _depth(_cell(row, columns.roles.get("level")), code, ranks)
            told += _titles(title, code, _tail(row, columns), first + at, depth)
            told += _sections(row, columns, first + at)
    names = [level_stem(rank) for rank in ranks if re.fullmatch(LEVEL_PHRASE, rank)]
    heads = [Line(first + columns.row, " | ".join(names), gap=1)] if len(names) > 1 else []
    return heads + told


def _depth(level: str, code: str, ranks: list[str]) -> int:
    """Levels by number, by name in order of appearance, or else by the parts of the code."""
    level = fold(level)
    number = re.fullmatch(r"(?:niveau )?(\d)(?:\.0)?", level)
    if number:
        return int(number[1])
    if level:
        if level not in ranks:
            ranks.append(level)
        return ranks.index(level)
    return len(re.findall(r"\w+", code)) - 1
