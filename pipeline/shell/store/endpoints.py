"""What is remembered of each endpoint and its lists, and how the last visit to it went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects.sqlite import insert

from pipeline.model import Document, EndpointState, Status, Visit
from pipeline.shell.store.schema import documents, endpoints, visits


def load_states(connection: Connection) -> tuple[EndpointState, ...]:
    query = select(endpoints).order_by(endpoints.c.source, endpoints.c.url)
    return tuple(_state(row) for row in connection.execute(query))


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


def load_documents(connection: Connection) -> dict[tuple[str, str], tuple[Document, ...]]:
    found: defaultdict[tuple[str, str], tuple[Document, ...]] = defaultdict(tuple)
    for row in connection.execute(select(documents).order_by(documents.c.url)):
        found[row.source, row.endpoint] += (
            Document(row.url, row.etag, row.last_modified, row.body_hash, row.parts),
        )
    return dict(found)


def save_documents(connection: Connection, source: str, endpoint: str, last: Sequence[Document]) -> None:
    """Keeps these as all that the endpoint is made of; none is fine."""
    connection.execute(
        delete(documents).where(documents.c.source == source, documents.c.endpoint == endpoint)
    )
    rows = [
        {
            "source": source,
            "endpoint": endpoint,
            "url": one.url,
            "etag": one.etag,
            "last_modified": one.last_modified,
            "body_hash": one.body_hash,
            "parts": one.parts,
        }
        for one in last
    ]
    if rows:
        connection.execute(insert(documents), rows)


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
