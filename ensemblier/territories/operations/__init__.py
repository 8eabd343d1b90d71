"""Every write on territories: by hand, or from an official file."""

from ensemblier.territories.operations.areas import (
    create_area,
    describe_area,
    edit_area,
    record_statistic,
    remove_statistic,
)
from ensemblier.territories.operations.imports import (
    apply_import,
    discard_import,
    import_file,
    prepare_import,
    undo_import,
)

__all__ = [
    "apply_import",
    "create_area",
    "describe_area",
    "discard_import",
    "edit_area",
    "import_file",
    "prepare_import",
    "record_statistic",
    "remove_statistic",
    "undo_import",
]
