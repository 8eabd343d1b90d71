"""Tables in and out: any CSV or workbook read as rows of text; CSV and XLSX written safely."""

from ensemblier.core.spreadsheets.reading import (
    MAX_BYTES,
    Row,
    Source,
    Table,
    is_workbook,
    open_table,
    read_grid,
    sheet_names,
)
from ensemblier.core.spreadsheets.writing import (
    XLSX_TYPE,
    CsvWriter,
    Sheet,
    file_response,
    guarded,
    table_response,
    write_csv,
    write_xlsx,
)

__all__ = [
    "MAX_BYTES",
    "XLSX_TYPE",
    "CsvWriter",
    "Row",
    "Sheet",
    "Source",
    "Table",
    "file_response",
    "guarded",
    "is_workbook",
    "open_table",
    "read_grid",
    "sheet_names",
    "table_response",
    "write_csv",
    "write_xlsx",
]
