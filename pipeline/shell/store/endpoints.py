"""What is remembered of each endpoint, and how the last visit to it went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.sqlite import insert

from pipeline.model import EndpointState, Status, Visit
from pipeline.shell.store.schema import endpoints, visits


def load_states(connection: Connection) -> tuple[EndpointState, ...]:
    query = select(endpoints).order_by(endpoints.c.source, endpoints.c.url)
    return tuple(_state(row) for row in connection.execute(query))


def load_state(connection: Connection, source: str, url: str) -> EndpointState:
    """Returns what is remembered, or a fresh state for an endpoint that was never visited."""
    query = select(endpoints).where(endpoints.c.source == source, endpoints.c.url == url)
    row = connection.execute(query).one_or_none()
    return EndpointState(source=source, url=url) if row is None else _state(row)


def save_states(connection: Connection, states: Sequence[EndpointState]) -> None:
    """Keeps what is remembered of each endpoint, at least one, in place of what was."""
    rows = [_state_row(state) for state in states]
    connection.execute(insert(endpoints).prefix_with("OR REPLACE"), rows)


def _state_row(state: EndpointState) -> dict[str, Any]:
    return {
        "source": state.source,
        "url": state.url,
        "etag": state.etag,
        "last_modified": state.last_modified,
        "body_hash": state.body_hash,
        "status": None if state.status is None else state.status.value,
        "reason": state.reason,
        "moved_to": state.moved_to,
        "checked_at": state.checked_at,
        "ok_at": state.ok_at,
        "last_new_at": state.last_new_at,
        "failures": state.failures,
        "not_before": state.not_before,
        "fresh_until": state.fresh_until,
        "ttl_minutes": state.ttl_minutes,
        "failing_since": state.failing_since,
        "quiet_since": state.quiet_since,
        "quiet_reported_at": state.quiet_reported_at,
    }


def load_visits(connection: Connection) -> tuple[Visit, ...]:
    query = select(visits).order_by(visits.c.source, visits.c.endpoint)
    return tuple(_visit(row) for row in connection.execute(query))


def save_last_visits(connection: Connection, last: Sequence[Visit]) -> None:
    """Keeps each as the last visit to its endpoint; at least one."""
    rows = [_visit_row(visit) for visit in last]
    connection.execute(insert(visits).prefix_with("OR REPLACE"), rows)


def _visit_row(visit: Visit) -> dict[str, Any]:
    return {
        "source": visit.source,
        "endpoint": visit.endpoint,
        "status": visit.status.value,
        "reason": visit.reason,
        "new": visit.new,
        "updated": visit.updated,
        "seen": visit.seen,
        "seconds": visit.seconds,
        "moved_to": visit.moved_to,
        "paused_seconds": visit.paused_seconds,
        "quiet_since": visit.quiet_since,
    }


def _state(row: Row[Any]) -> EndpointState:
    return EndpointState(
        source=row.source,
        url=row.url,
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        status=None if row.status is None else Status(row.status),
        reason=row.reason,
        moved_to=row.moved_to,
        checked_at=row.checked_at,
        ok_at=row.ok_at,
        last_new_at=row.last_new_at,
        failures=row.failures,
        not_before=row.not_before,
        fresh_until=row.fresh_until,
        ttl_minutes=row.ttl_minutes,
        failing_since=row.failing_since,
        quiet_since=row.quiet_since,
        quiet_reported_at=row.quiet_reported_at,
    )


def _visit(row: Row[Any]) -> Visit:
    return Visit(
        source=row.source,
        endpoint=row.endpoint,
        status=Status(row.status),
        reason=row.reason,
        new=row.new,
        updated=row.updated,
        seen=row.seen,
        seconds=row.seconds,
        moved_to=row.moved_to,
        paused_seconds=row.paused_seconds,
        quiet_since=row.quiet_since,
    )
