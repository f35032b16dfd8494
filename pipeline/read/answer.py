"""JSON answers of an interface to publications, by the endpoint's map of where what stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pipeline.errors import CollectError
from pipeline.model import (
    SUMMARY_WORDS,
    Parsed,
    PublicationData,
    PublicationType,
    ReadContext,
    Status,
    Wanted,
    WantedRole,
)
from pipeline.text import boilerplate, kinds, moments, periods
from pipeline.text import html as markup
from pipeline.text.dutch import (
    clean_text,
    drop_cut_off,
    parse_date,
    repair_mojibake,
    strip_tail,
    whole_sentences,
)
from pipeline.text.url import join, page_number, path_of, tidy, with_page

_CHARACTERS = 20_000
_TITLE_CHARACTERS = 300
_DEPTH = 12
# Seconds since 1970 from September 2001 on; three more digits are milliseconds.
_SECONDS = re.compile(r"[0-9]{10}(?:\.[0-9]+)?")
_MILLISECONDS = re.compile(r"[0-9]{13}")


def parse_json(body: bytes, context: ReadContext) -> Parsed:
    """Returns the publications of a JSON answer, the newest `context.limit`, in the order of the answer.

    `endpoint.map` says where they stand. An item without title, date or summary has its page `wanted`. With
    `endpoint.full_at` items or more the halves of the period are `wanted` as LIST; else a page that follows
    is, as NEXT. An answer without items gives an empty `Parsed`.

    Raises CollectError: EMPTY for an empty body, BLOCKED, MAINTENANCE or REDIRECTED_TO_ERROR for a page that
    stands in its place, else NOT_A_FEED, also when nothing is found where the items should be.
    """
    if not body.strip():
        raise CollectError(Status.EMPTY, "the answer has no content")
    held = _held(body, context)
    where = context.endpoint.map
    items = list(_at(held, where.items)) if where.items else []
    items = [
        one for held_item in items for one in (held_item if isinstance(held_item, list) else [held_item])
    ]
    if not items and not _leads_somewhere(held, where.items):
        raise CollectError(Status.NOT_A_FEED, f"JSON, but nothing stands at {where.items!r}")
    found = [one for item in items if isinstance(item, dict) and (one := _publication(item, context))]
    publications = _newest(_without_repeats(found), context)
    open_ones = tuple(Wanted(one.url, WantedRole.ITEM) for one in publications if one.url and _is_open(one))
    return Parsed(publications, (*_further(held, len(items), context), *open_ones))


def _held(body: bytes, context: ReadContext) -> Any:
    text = markup.decode(body, context.content_type)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        refusal = boilerplate.refusal(markup.title_of(text), markup.plain(text))
        if refusal:
            reason = "a page of the site stands in place of the answer"
            raise CollectError(Status(refusal), reason) from error
        raise CollectError(Status.NOT_A_FEED, "cannot be read as JSON") from error


def _at(held: Any, path: str, depth: int = 0) -> Iterator[Any]:
    """Yields what stands at a dotted path; "[]" is every one of a list, "[0]" or ".0." the first."""
    if not path or depth > _DEPTH:
        yield held
        return
    if isinstance(held, dict) and path in held:  # a name with a point in it, as in "@odata.nextLink"
        yield held[path]
        return
    step, _, rest = path.partition(".")
    found = re.fullmatch(r"([^\[\]]*)(?:\[(\d*)\])?", step)
    if found is None:
        return
    name, index = found[1], found[2]
    if name.isdigit() and isinstance(held, list):
        name, index = "", name
    if name:
        if not isinstance(held, dict) or name not in held:
            return
        held = held[name]
    if index is None:
        yield from _at(held, rest, depth + 1)
    elif isinstance(held, list):
        for one in held if index == "" else held[int(index) : int(index) + 1]:
            yield from _at(one, rest, depth + 1)


def _leads_somewhere(held: Any, path: str) -> bool:
    """Says whether the list is there, if empty: then nothing was found, and the map is not wrong."""
    head = path.partition("[")[0]
    return any(isinstance(one, list) for one in _at(held, head)) if head else isinstance(held, list)


def _publication(item: dict[str, Any], context: ReadContext) -> PublicationData | None:
    where = context.endpoint.map
    title, tail = strip_tail(_plain(item, where.title)[:_TITLE_CHARACTERS].strip())
    url = _url(item, context)
    summary = _summary(item, where.summary)
    if not (title or url or summary):
        return None
    published, updated, start, end = (
        _moment(item, path, context)
        for path in (where.published, where.updated, where.event_start, where.event_end)
    )
    kind = kinds.kind_of(tail=_plain(item, where.type), path="", title="") or kinds.kind_of(
        tail=tail, path=path_of(url) if url else "", title=title
    )
    is_event = bool(where.event_start)
    undated = () if start else ("no-event-date",)
    return PublicationData(
        title=title,
        url=url,
        guid=_plain(item, where.guid)[:_TITLE_CHARACTERS],
        type=PublicationType(kind) if kind else None,
        summary=summary,
        summary_from=where.summary if summary else "",
        published=published,
        published_from=where.published if published else "",
        updated=updated,
        event_start=start,
        event_end=end if start and end and end > start else None,
        all_day=start is not None and "T" not in _text(item, where.event_start),
        location=_plain(item, where.location),
        flags=(
            *(() if title else ("no-title",)),
            *(() if url else ("no-link",)),
            *(undated if is_event else moments.date_flags(published, context.now)),
        ),
    )


def _url(item: dict[str, Any], context: ReadContext) -> str | None:
    where = context.endpoint.map
    told = _text(item, where.url).strip()
    if not told:
        return None
    is_whole = told.startswith(("http://", "https://"))
    url = join(context.url, told if is_whole else where.url_prefix + told)
    return tidy(url) if url else None


def _summary(item: dict[str, Any], path: str) -> str:
    html = repair_mojibake(_text(item, path)[:_CHARACTERS])
    text, _ = boilerplate.prose(map(clean_text, markup.blocks(html)))
    return whole_sentences(drop_cut_off(text), SUMMARY_WORDS)


def _moment(item: dict[str, Any], path: str, context: ReadContext) -> datetime | None:
    text = clean_text(_text(item, path))[:100]
    if not text:
        return None
    if pattern := context.endpoint.map.date_format:
        return moments.parse_pattern(text, pattern, context.zone)
    if _SECONDS.fullmatch(text) or _MILLISECONDS.fullmatch(text):
        seconds = int(text) / 1000 if _MILLISECONDS.fullmatch(text) else float(text)
        return datetime.fromtimestamp(seconds, UTC).astimezone(context.zone)
    if moment := moments.parse_moment(text, context.zone):
        return moment
    day = parse_date(text, near=context.now.date())
    return datetime(day.year, day.month, day.day, tzinfo=context.zone) if day and day.year >= 1900 else None


def _plain(item: dict[str, Any], path: str) -> str:
    return clean_text(markup.plain(repair_mojibake(_text(item, path)[:_CHARACTERS])))


def _text(item: dict[str, Any], path: str) -> str:
    if not path:
        return ""
    values = (one for one in _at(item, path) if not isinstance(one, bool))
    return next((str(one) for one in values if isinstance(one, str | int | float) and str(one).strip()), "")


def _is_open(one: PublicationData) -> bool:
    return not (one.title and (one.published or one.event_start) and one.summary)


def _further(held: Any, count: int, context: ReadContext) -> tuple[Wanted, ...]:
    endpoint = context.endpoint
    if endpoint.full_at and count >= endpoint.full_at:
        parts = periods.halves(endpoint.url, context.url, context.zone)
        if parts:
            return tuple(Wanted(url, WantedRole.LIST) for url in parts)
    if not count:
        return ()
    told = next((one for one in _at(held, endpoint.map.next)), "") if endpoint.map.next else ""
    following = join(context.url, told) if isinstance(told, str) else None
    if following is None and endpoint.pages:
        following = with_page(endpoint.pages, page_number(endpoint.pages, context.url) + 1)
    return (Wanted(following, WantedRole.NEXT),) if following and following != context.url else ()


def _without_repeats(found: list[PublicationData]) -> list[PublicationData]:
    kept: dict[tuple[str, str], PublicationData] = {}
    for one in found:
        kept.setdefault((one.url or one.title, one.guid), one)
    return list(kept.values())


def _newest(found: list[PublicationData], context: ReadContext) -> tuple[PublicationData, ...]:
    oldest = datetime.min.replace(tzinfo=UTC)
    order = sorted(range(len(found)), key=lambda n: found[n].published or oldest, reverse=True)
    return tuple(found[index] for index in sorted(order[: context.limit]))
