"""Labelled titles, and how well they are understood."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.sources import PublicationData
from pipeline.model.words import PublicationType


@dataclass(frozen=True, slots=True)
class LabelledTitle:
    """A publication with what a person says of it: one line of a file for `evaluate`.

    `type` is None where the file leaves it open. `defensible` are kernelementen that are not the person's
    own choice but no mistake either.
    """

    line: int
    data: PublicationData
    type: PublicationType | None
    is_relevant: bool
    kernelementen: tuple[str, ...]
    defensible: tuple[str, ...] = ()

    @property
    def accepted(self) -> frozenset[str]:
        return frozenset((*self.kernelementen, *self.defensible))


@dataclass(frozen=True, slots=True)
class Measured:
    """Precision, recall and F1, each from 0 to 1, and how many there were to find (`support`)."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing understood otherwise than the person did: `what` is relevance, type or kernelement."""

    line: int
    what: str
    title: str
    expected: str
    found: str
    why: str


@dataclass(frozen=True, slots=True)
class Measures:
    """What `evaluate` prints; accuracy is the share of the `types` labelled types that were right."""

    rows: int
    relevance: Measured
    accuracy: float
    types: int
    kernelementen: Measured
    per_slug: tuple[tuple[str, Measured], ...]
    misses: tuple[Miss, ...]
