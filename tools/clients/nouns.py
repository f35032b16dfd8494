"""What is shown, what was seen, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Kind(Enum):
    """How an engine is labelled on the overview; the value is what editors read."""

    REAL = "echte engine"
    STAND_IN = "nabootsing"
    JUDGE = "keuring"


@dataclass(frozen=True, slots=True)
class Draft:
    """The edition that is shown, its open places filled as a sender would.

    `html`, `eml` and `web` are files; `web` is None for a draft without a web version. `has_images` tells
    whether there is any picture that a mail program could block.
    """

    html: Path
    eml: Path
    web: Path | None
    has_images: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one engine works: `out` takes what it makes, `home` is thrown away, `node` holds npm packages."""

    out: Path
    home: Path
    node: Path


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG below the output folder, and what it shows: "600 px, donker". `remark` is what is wrong."""

    file: str
    title: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a text program shows it, in a file below the output folder."""

    file: str
    title: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with the most it may be; `details` say what it is made of, one line each."""

    what: str
    value: float
    most: float
    details: tuple[str, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether the number is within its target."""
        return self.value <= self.most


@dataclass(frozen=True, slots=True)
class Seen:
    """What one engine made of the draft; `version` is the program's own."""

    version: str
    pictures: tuple[Picture, ...] = ()
    readings: tuple[Reading, ...] = ()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """Something that must be here: `sign` is a program, or a path with a slash in it.

    `apt` is the Debian package that brings it, "" for one of npm, which `npm` then names with its version.
    """

    sign: str
    apt: str = ""
    npm: str = ""


@dataclass(frozen=True, slots=True)
class Engine:
    """A program to show the draft in. `look` may raise ClientError; `note` is what editors should know."""

    key: str
    title: str
    kind: Kind
    needs: tuple[Package, ...]
    look: Callable[[Draft, Desk], Seen]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went with one engine; of `seen`, `skipped` and `failed` one is filled."""

    engine: Engine
    seconds: float = 0.0
    seen: Seen | None = None
    skipped: str = ""
    failed: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nothing failed and every target was met; what is not installed is not held against it."""
        measures = self.seen.measures if self.seen else ()
        return not self.failed and all(measure.is_met for measure in measures)
