"""How gunicorn serves the app: with the worker for jobs in the serving process."""

from __future__ import annotations

from typing import Any


def post_worker_init(worker: Any) -> None:
    """Start the jobs' thread after the fork, so that it lives where requests are answered."""
    from inspect_app import garbage
    from inspect_app.jobs import worker as jobs

    garbage.settle()
    jobs.start(worker.app.callable)
