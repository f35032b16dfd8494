"""pipeline/facts: client_support.tsv and client_consequences.toml -> ClientSupport.

Both ship with the package: the table is written by `tools/client_support.py`, the consequences by us. A test
reads them, so a fault is a programmer's and no finding.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace

from pipeline.model.client_support import (
    MAIL_CLIENTS,
    ClientSupport,
    Consequence,
    Feature,
    Harm,
    Judgement,
    Verdict,
)

_COLUMNS = ["feature", "title", "tested", *(client.slug for client in MAIL_CLIENTS)]


def parse_client_support(table: str, consequences: str) -> ClientSupport:
    """Reads the two; raises ValueError (a TOMLDecodeError is one) where they are not what they should be."""
    lines = table.splitlines()
    head = dict(line[2:].split("\t") for line in lines if line.startswith("# ") and "\t" in line)
    header, *rows = (line for line in lines if not line.startswith("#"))
    if header.split("\t") != _COLUMNS:
        raise ValueError("client_support.tsv names other programs than MAIL_CLIENTS; make it anew")
    return ClientSupport(
        source=head["source"],
        version=head["version"],
        data_date=head["data-date"],
        licence=head["licence"],
        features={feature.slug: feature for feature in _features(rows)},
        consequences={one.slug: one for one in _consequences(consequences)},
    )


def _features(rows: list[str]) -> Iterator[Feature]:
    feature: Feature | None = None
    for row in rows:
        slug, *cells = row.split("\t")
        if slug:
            if feature:
                yield feature
            title, tested, *judged = cells
            feature = Feature(slug, title, tested, tuple(map(_judgement, judged)))
        elif feature:
            number, text = cells
            feature = replace(feature, notes=(*feature.notes, (number, text)))
    if feature:
        yield feature


def _judgement(cell: str) -> Judgement:
    flag, _, notes = cell.partition(" ")
    return Judgement(Verdict(flag), tuple(notes.split(",")) if notes else ())


def _consequences(text: str) -> Iterator[Consequence]:
    for harm, sentences in tomllib.loads(text).items():
        for slug, said in sentences.items():
            if isinstance(said, str):
                yield Consequence(slug, Harm(harm), said)
            else:
                yield Consequence(slug, Harm(harm), said["why"], said["rule"])
