"""A year that was run elsewhere, read from a spreadsheet of any layout.

`layout` finds the table in its file, `columns` what each column says, `cells` reads
one cell, `reading` writes the rows.
"""

from ensemblier.funding.past_years.columns import field_labels
from ensemblier.funding.past_years.reading import Made, import_past_year

__all__ = ["Made", "field_labels", "import_past_year"]
