"""Files beside the signed minutes, for the team: the internal annex and the editable draft."""

from __future__ import annotations

import uuid

from flask import Blueprint
from werkzeug.wrappers import Response

from .. import storage
from ..errors import NotFound
from ..permissions import Permission
from ..visits.queries import get_visit
from ..web import requires, viewer
from . import internal, issued, queries

bp = Blueprint("minutes_files", __name__)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/visits/<uuid:visit_id>/minutes/internal.pdf")
@requires(Permission.SEE_WORK)
def internal_annex(visit_id: uuid.UUID) -> Response:
    """What was found and left out, for the team alone."""
    visit = get_visit(visit_id, viewer=viewer())
    headers = {"Content-Disposition": 'inline; filename="phu-luc-noi-bo.pdf"'}
    drawn = internal.draw(internal.gather(visit))
    return Response(drawn, mimetype="application/pdf", headers=headers)


@bp.get("/visits/<uuid:visit_id>/minutes/draft.docx")
@requires(Permission.SEE_WORK)
def draft(visit_id: uuid.UUID) -> Response:
    """The draft to be edited elsewhere; there is none once the minutes are signed."""
    visit = get_visit(visit_id, viewer=viewer())
    if issued.signed_of(visit) is not None:
        raise NotFound()
    minutes = queries.gather(visit)
    # python-docx costs 40 MB, which a process that only serves pages should not pay.
    from . import word

    headers = {"Content-Disposition": 'attachment; filename="du-thao-bien-ban.docx"'}
    return Response(word.make(minutes, storage.get), mimetype=WORD, headers=headers)
