"""JSON answers become publications by the endpoint's map of where what stands."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import CollectError
from pipeline.model import (
    FieldMap,
    Kind,
    PublicationData,
    PublicationType,
    ReadContext,
    Status,
    Wanted,
    WantedRole,
)
from pipeline.read.answer import parse_json
from tests.read.contexts import at, context
from tests.read.mutations import mutations

DOCUMENTS = FieldMap(
    items="resultaten[].document",
    title="titel",
    url="pid",
    summary="omschrijving",
    published="openbaarmakingsdatum",
    updated="mutatiedatumtijd",
    guid="id",
)
DOCUMENT = {
    "id": "d-1",
    "pid": "https://bron.example/documenten/1",
    "titel": "Eindrapport proeftuinen",
    "omschrijving": "Dit rapport gaat over de proeftuinen.",
    "openbaarmakingsdatum": "2026-11-12",
    "mutatiedatumtijd": "2026-11-13T09:23:36.587Z",
}


def told(where: FieldMap = DOCUMENTS, **changes: object) -> ReadContext:
    asked = context("https://bron.example/zoek?van=2026-11-01&tot=2026-11-30", Kind.JSON)
    return replace(asked, endpoint=replace(asked.endpoint, map=where, **changes))  # type: ignore[arg-type]


def answer(*documents: object, **more: object) -> bytes:
    return json.dumps({"totaal": 1, "resultaten": [{"document": one} for one in documents]} | more).encode()


def test_a_document_becomes_a_publication() -> None:
    parsed = parse_json(answer(DOCUMENT), told())

    assert parsed.publications == (
        PublicationData(
            title="Eindrapport proeftuinen",
            url="https://bron.example/documenten/1",
            guid="d-1",
            type=parsed.publications[0].type,
            summary="Dit rapport gaat over de proeftuinen.",
            summary_from="omschrijving",
            published=at(2026, 11, 12),
            published_from="openbaarmakingsdatum",
            updated=at(2026, 11, 13, 10, 23, 36).replace(microsecond=587_000),
        ),
    )
    assert parsed.wanted == ()


def test_what_a_document_leaves_open_is_wanted_from_its_page() -> None:
    bare = {"titel": "Een <b>brief</b>", "pid": "https://bron.example/2"}
    (publication,) = parse_json(answer(bare), told()).publications

    assert (publication.title, publication.flags) == ("Een brief", ("no-date",))
    assert parse_json(answer(bare), told()).wanted == (Wanted("https://bron.example/2", WantedRole.ITEM),)


PATHS = {
    "items[]": {"items": [{"a": {"b": ["Een"]}}]},
    "data.rows": {"data": {"rows": [{"a": {"b": ["Een"]}}]}},
    "[]": [{"a": {"b": ["Een"]}}],
    "lagen[0].items[]": {"lagen": [{"items": [{"a": {"b": ["Een"]}}]}, {"items": []}]},
    "lagen.0.items": {"lagen": [{"items": [{"a": {"b": ["Een"]}}]}]},
    "met.een.punt": {"met.een.punt": [{"a": {"b": ["Een"]}}]},
}


@pytest.mark.parametrize(("path", "held"), PATHS.items())
def test_a_dotted_path_leads_through_tables_and_lists(path: str, held: object) -> None:
    (publication,) = parse_json(
        json.dumps(held).encode(), told(FieldMap(items=path, title="a.b[0]"))
    ).publications

    assert publication.title == "Een"


def test_an_address_may_be_made_of_a_prefix_and_an_id() -> None:
    where = FieldMap(items="[]", title="t", url="id", url_prefix="https://bron.example/detail?id=")
    body = b'[{"t": "Een", "id": 7}, {"t": "Twee", "id": "https://elders.example/8"}]'

    assert [one.url for one in parse_json(body, told(where)).publications] == [
        "https://bron.example/detail?id=7",
        "https://elders.example/8",
    ]


DATES = {
    ("12-11-2026", ""): at(2026, 11, 12),
    ("2026-11-12T09:00:00Z", ""): at(2026, 11, 12, 10),
    ("20261112", "%Y%m%d"): at(2026, 11, 12),
    (1794474000, ""): at(2026, 11, 12, 10),
    (1794474000000, ""): at(2026, 11, 12, 10),
    ("12 november 2026", ""): at(2026, 11, 12),
    ("2026", "%Y%m%d"): None,
    (True, ""): None,
    ("binnenkort", ""): None,
}


@pytest.mark.parametrize(("given_date", "expected"), DATES.items())
def test_dates_of_machines_and_people_are_read(given_date: tuple[object, str], expected: object) -> None:
    text, pattern = given_date
    where = FieldMap(items="[]", title="t", published="d", date_format=pattern)

    (publication,) = parse_json(json.dumps([{"t": "Een", "d": text}]).encode(), told(where)).publications

    assert publication.published == expected


def test_a_meeting_has_its_own_dates() -> None:
    where = FieldMap(items="[]", title="t", event_start="van", event_end="tot", location="waar")
    body = b'[{"t": "Leersessie", "van": "2026-12-10T13:30", "tot": "2026-12-10T16:00", "waar": "Utrecht"}]'

    (publication,) = parse_json(body, told(where, type=PublicationType.BIJEENKOMST)).publications

    assert (publication.event_start, publication.event_end, publication.location, publication.flags) == (
        at(2026, 12, 10, 13, 30),
        at(2026, 12, 10, 16),
        "Utrecht",
        ("no-link",),
    )


def test_a_full_answer_wants_both_halves_of_its_period_and_else_the_next_page() -> None:
    template = "https://bron.example/zoek?van={from:%Y-%m-%d}&tot={to:%Y-%m-%d}"
    where = replace(DOCUMENTS, next="@odata.nextLink")
    body = answer(DOCUMENT, **{"@odata.nextLink": "?skip=50"})

    halved = parse_json(body, told(DOCUMENTS, url=template, full_at=1)).wanted
    paged = parse_json(body, told(where)).wanted
    counted = parse_json(body, told(pages="https://bron.example/zoek?p={page}")).wanted

    assert halved == (
        Wanted("https://bron.example/zoek?van=2026-11-01&tot=2026-11-15", WantedRole.LIST),
        Wanted("https://bron.example/zoek?van=2026-11-16&tot=2026-11-30", WantedRole.LIST),
    )
    assert paged == (Wanted("https://bron.example/zoek?skip=50", WantedRole.NEXT),)
    assert counted == (Wanted("https://bron.example/zoek?p=2", WantedRole.NEXT),)


def test_an_answer_without_items_is_empty_and_one_of_another_shape_is_refused() -> None:
    assert parse_json(b'{"resultaten": []}', told()).publications == ()
    with pytest.raises(CollectError, match=r"nothing stands at 'resultaten\[\]\.document'"):
        parse_json(b'{"results": []}', told())


REFUSED = [
    (b"", Status.EMPTY),
    (b"{", Status.NOT_A_FEED),
    (b"<title>Just a moment...</title>", Status.BLOCKED),
    (b"[" * 5000, Status.NOT_A_FEED),
]


@pytest.mark.parametrize(("body", "status"), REFUSED)
def test_what_is_no_answer_is_refused_with_its_cause(body: bytes, status: Status) -> None:
    with pytest.raises(CollectError) as refused:
        parse_json(body, told())

    assert refused.value.status is status


_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(DOCUMENT)), inner),
    max_leaves=10,
)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.binary(max_size=100), mutations(answer(DOCUMENT).decode()), _VALUES.map(answer)))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(CollectError):
        parse_json(body, told())
