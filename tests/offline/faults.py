"""What can go wrong between a tablet and the office, and which requests it meets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.offline.wire import Request

KINDS = frozenset(
    {
        "refuse",  # the connection is reset before a byte is answered
        "swallow",  # everything is read, nothing is ever answered
        "drop",  # the office does its work, its answer is lost
        "late",  # the answer comes after `seconds`
        "cut_answer",  # the answer ends at byte `at` of its body
        "corrupt",  # one byte of what is sent, at `at`, arrives as another
        "cut_request",  # the office gets the body up to byte `at`, then the connection ends
        "repeat",  # the office gets the request `copies` times at once
        "portal",  # a stranger answers 200 with a page of his own
        "bad_gateway",  # a machine on the way answers 502
    }
)


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong with the requests it meets.

    `path` is searched in the address; `times` is how many requests it meets, None for all.
    """

    kind: str
    path: str = ""
    changes_only: bool = False
    times: int | None = None
    at: int = 0
    mended: bool = False
    seconds: float = 2.0
    copies: int = 2

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(self.kind)

    def meets(self, request: Request) -> bool:
        """Whether the request is one of those that it is about."""
        if self.changes_only and not request.changes:
            return False
        return re.search(self.path, request.path) is not None


class Weather:
    """The faults of the moment; each request meets the first that is about it."""

    def __init__(self, *faults: Fault) -> None:
        self._left = [[fault, fault.times] for fault in faults]

    def strikes(self, request: Request) -> Fault | None:
        """The fault that this request meets, which then has one time less."""
        for entry in self._left:
            fault, left = entry
            assert isinstance(fault, Fault)
            if left == 0 or not fault.meets(request):
                continue
            if isinstance(left, int):
                entry[1] = left - 1
            return fault
        return None
