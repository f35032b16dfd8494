"""Runs of the schedule: each due moment of a job is claimed once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from pipeline.model import Run
from pipeline.shell.store.schema import runs


def claim_run(
    connection: Connection, job: str, due_at: datetime, now: datetime, *, dead_before: datetime | None
) -> bool:
    """Returns whether the run is ours: it was nobody's, or it was left by a process that is gone."""
    row = {"job": job, "due_at": due_at, "started_at": now, "ended_at": None, "outcome": ""}
    added = connection.execute(insert(runs).on_conflict_do_nothing(), row)
    if added.rowcount == 1:
        return True
    if dead_before is None:
        return False
    taken_over = connection.execute(
        update(runs)
        .where(_is_unfinished(job, due_at), runs.c.started_at < dead_before)
        .values(started_at=max(now, dead_before))
    )
    return taken_over.rowcount == 1


def finish_run(connection: Connection, job: str, due_at: datetime, ended_at: datetime, outcome: str) -> bool:
    """Returns whether there was such a run, unfinished."""
    finished = connection.execute(
        update(runs).where(_is_unfinished(job, due_at)).values(ended_at=ended_at, outcome=outcome)
    )
    return finished.rowcount == 1


def release_run(connection: Connection, job: str, due_at: datetime) -> None:
    """Forgets an unfinished run; a finished one stays."""
    connection.execute(delete(runs).where(_is_unfinished(job, due_at)))


def load_runs(connection: Connection, job: str | None, limit: int) -> tuple[Run, ...]:
    """Returns the last `limit` runs, the newest due moment first."""
    query = select(runs).order_by(runs.c.due_at.desc(), runs.c.job).limit(limit)
    if job is not None:
        query = query.where(runs.c.job == job)
    return tuple(_run(row) for row in connection.execute(query))


def _is_unfinished(job: str, due_at: datetime) -> ColumnElement[bool]:
    return and_(runs.c.job == job, runs.c.due_at == due_at, runs.c.ended_at.is_(None))


def _run(row: Row[Any]) -> Run:
    return Run(
        job=row.job,
        due_at=row.due_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        outcome=row.outcome,
    )


def load_first_due(connection: Connection) -> datetime | None:
    first: datetime | None = connection.execute(select(func.min(runs.c.due_at))).scalar_one()
    return first
