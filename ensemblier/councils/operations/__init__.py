"""Every write on a council, on who sits in it and on what it does."""

from ensemblier.councils.operations.councils import (
    create_council,
    update_council,
)
from ensemblier.councils.operations.documents import (
    add_document,
    remove_document,
    update_document,
)
from ensemblier.councils.operations.mandates import (
    add_mandate,
    end_mandate,
    update_mandate,
)
from ensemblier.councils.operations.meetings import (
    cancel_meeting,
    convene,
    note_presences,
    plan_meeting,
    update_meeting,
)
from ensemblier.councils.operations.minutes import (
    add_minutes,
    publish_minutes,
    remove_minutes,
    type_text,
    unpublish_minutes,
    update_minutes,
)
from ensemblier.councils.operations.minutes_uploads import (
    apply_minutes,
    discard_upload,
    prepare_minutes,
    purge_uploads,
    undo_upload,
)
from ensemblier.councils.operations.volunteers import (
    decline_volunteer,
    forget_volunteer,
    keep_for_draw,
    offer_oneself,
    purge_volunteers,
    seat_volunteer,
)
from ensemblier.councils.operations.watching import (
    watch_composition,
    watch_councils,
)

__all__ = [
    "add_document",
    "add_mandate",
    "add_minutes",
    "apply_minutes",
    "cancel_meeting",
    "convene",
    "create_council",
    "decline_volunteer",
    "discard_upload",
    "end_mandate",
    "forget_volunteer",
    "keep_for_draw",
    "note_presences",
    "offer_oneself",
    "plan_meeting",
    "prepare_minutes",
    "publish_minutes",
    "purge_uploads",
    "purge_volunteers",
    "remove_document",
    "remove_minutes",
    "seat_volunteer",
    "type_text",
    "undo_upload",
    "unpublish_minutes",
    "update_council",
    "update_document",
    "update_mandate",
    "update_meeting",
    "update_minutes",
    "watch_composition",
    "watch_councils",
]
