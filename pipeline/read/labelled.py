"""A file of labelled titles -> LabelledTitle: tab-separated, a header line, one publication a line.

    url  title  summary  source  type  relevant  kernelementen  note

Columns are found by their names; others are passed over. `relevant` is "ja" or "nee". `kernelementen`
holds slugs, several with "|", "," or ";" between. A note "verdedigbaar: a|b" names those that are no
mistake either.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.errors import LabelError
from pipeline.model import LabelledTitle, PublicationData, PublicationType
from pipeline.text.nearest import did_you_mean
from pipeline.text.url import is_web

_NEEDED = ("url", "title", "relevant")
_ANSWERS = {"ja": True, "nee": False}
# A note is free text: what stands behind the slugs is not read.
_DEFENSIBLE = re.compile(r"verdedigbaar\s*:\s*([\w-]+(?:\s*\|\s*[\w-]+)*)", re.IGNORECASE)


def parse_labelled(text: str, path: str, *, kernelementen: Collection[str]) -> tuple[LabelledTitle, ...]:
    """Reads labelled titles; `kernelementen` are the slugs there are. Raises LabelError with its line."""
    lines = [line.rstrip("\r") for line in text.removeprefix("\ufeff").split("\n")]
    if not lines or not lines[0].strip():
        raise LabelError(path, f"is empty; the first line names the columns: {', '.join(_NEEDED)}, …", line=1)
    columns = [name.strip().casefold() for name in lines[0].split("\t")]
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        tabs = "" if len(columns) > 1 else "; columns are separated by tabs"
        raise LabelError(path, f"there is no column {', '.join(map(repr, missing))}{tabs}", line=1)
    doubled = next((name for name in columns if name and columns.count(name) > 1), None)
    if doubled:
        raise LabelError(path, f"column {doubled!r} stands there twice", line=1)
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) > len(columns):
            message = f"has {len(cells)} cells for {len(columns)} columns; a text may hold no tab"
            raise LabelError(path, message, line=number)
        values = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        rows.append(_row(values, path, number, kernelementen))
    if not rows:
        raise LabelError(path, "holds no titles, only the names of the columns")
    return tuple(rows)


def _row(values: dict[str, str], path: str, line: int, known: Collection[str]) -> LabelledTitle:
    title, url = values["title"], values.get("url", "")
    if not title:
        raise LabelError(path, "has no title", line=line)
    if url and not is_web(url):
        raise LabelError(path, f"url {url!r} is no web address", line=line)
    answer = values.get("relevant", "").casefold()
    if answer not in _ANSWERS:
        raise LabelError(path, f"relevant is {answer!r}; write ja or nee", line=line)
    word = values.get("type", "")
    types = [one.value for one in PublicationType]
    if word and word not in types:
        raise LabelError(path, f"type is {word!r}{did_you_mean(word, types)}", line=line)
    note = _DEFENSIBLE.search(values.get("note", ""))
    return LabelledTitle(
        line=line,
        data=PublicationData(title=title, url=url or None, summary=values.get("summary", "")),
        type=PublicationType(word) if word else None,
        is_relevant=_ANSWERS[answer],
        kernelementen=_slugs(values.get("kernelementen", ""), path, line, known),
        defensible=_slugs(note[1] if note else "", path, line, known),
    )


def _slugs(text: str, path: str, line: int, known: Collection[str]) -> tuple[str, ...]:
    slugs = tuple(slug for slug in re.split(r"[|,;\s]+", text) if slug)
    for slug in slugs:
        if slug not in known:
            message = f"there is no kernelement {slug!r} in config.toml{did_you_mean(slug, known)}"
            raise LabelError(path, message, line=line)
    return slugs
