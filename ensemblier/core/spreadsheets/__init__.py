"""Tables in and out: any CSV or workbook read as rows of text; CSV and XLSX written safely."""

from ensemblier.core.spreadsheets.reading import (
    MAX_BYTES,
    EmptyTable,
    Row,
    Source,
    Table,
    is_workbook,
    merged_away,
    merged_downwards,
    open_table,
    read_grid,
    sheet_names,
)
from ensemblier.core.spreadsheets.writing import (
    CsvWriter,
    Sheet,
    guarded,
    table_response,
    write_csv,
    write_xlsx,
)

__all__ = [
    "MAX_BYTES",
    "CsvWriter",
    "EmptyTable",
    "Row",
    "Sheet",
    "Source",
    "Table",
    "guarded",
    "is_workbook",
    "merged_away",
    "merged_downwards",
    "open_table",
    "read_grid",
    "sheet_names",
    "table_response",
    "write_csv",
    "write_xlsx",
]
