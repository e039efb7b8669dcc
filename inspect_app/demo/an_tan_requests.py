"""How the head of the team turns the drafted requests into the five of article 000."""

from __future__ import annotations

from ..findings.queries import list_findings
from ..findings.rules import FindingKind
from ..permissions import Viewer
from ..remediation.actions import add_request, edit_request, move_request, set_removed
from ..remediation.models import RemediationRequest
from ..remediation.queries import list_requests
from ..visits.models import Visit
from .source import Article

FRAME = "Yêu cầu Chủ tịch UBND xã {}"
RESPONSIBLE = "Chủ tịch UBND xã An Tân"
# Which of the article's requests, from 0, grows out of the draft for which item.
EDITED = {1: "SO-07", 4: "CD-05"}


def settle(visit: Visit, source: Article, *, by: Viewer) -> None:
    """Leave exactly the article's requests, in its order, none with a deadline."""
    drafts = {request.findings[0].item_code: request for request in list_requests(visit)}
    wanted = [
        _settled(visit, drafts.pop(EDITED.get(n, ""), None), asked["text_vi"], by)
        for n, asked in enumerate(source["requests"])
    ]
    for draft in drafts.values():
        set_removed(draft, True, by=by)
    _arrange(visit, wanted, by)


def _settled(
    visit: Visit, draft: RemediationRequest | None, words: str, by: Viewer
) -> RemediationRequest:
    content = FRAME.format(words)
    if draft is not None:
        edit_request(draft, content=content, responsible=RESPONSIBLE, deadline=None, by=by)
        return draft
    shortcomings = [f for f in list_findings(visit) if f.kind is FindingKind.SHORTCOMING]
    concerns_all = "những tồn tại, hạn chế" in words
    return add_request(
        visit,
        content=content,
        responsible=RESPONSIBLE,
        deadline=None,
        findings=shortcomings if concerns_all else (),
        by=by,
    )


def _arrange(visit: Visit, wanted: list[RemediationRequest], by: Viewer) -> None:
    for place, request in enumerate(wanted):
        while list(list_requests(visit)).index(request) > place:
            move_request(request, True, by=by)
