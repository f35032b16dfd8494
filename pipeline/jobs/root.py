"""A root: the folder of one newsletter, with its config, its sources and the places of its files.

The one module that other jobs import from this folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError, UsageError
from pipeline.model import Config, EditionPlan, Month, Source
from pipeline.read.config import parse_config
from pipeline.read.edition import parse_edition
from pipeline.read.source import parse_source
from pipeline.shell.files import list_files, read_text
from pipeline.text.nearest import did_you_mean

# A role or initials. What looks like a name or an address is asked again: it stays written down for years.
_ROLE = re.compile(r"[A-Za-z][\w.-]{0,30}")

if TYPE_CHECKING:
    from pipeline.shell.store import Store
    from pipeline.shell.subscribers import Subscribers
    from pipeline.shell.subscribers.deliveries import Deliveries

# Stands in the folder of a demo; its second line is the moment at which the demo's clock stands.
DEMO_MARK = ".nieuwsbrief-demo"
PACKAGE = Path(__file__).resolve().parent.parent
# A checkout has these folders beside the package; a wheel carries them inside it.
BUNDLED = PACKAGE / "bundled" if (PACKAGE / "bundled").is_dir() else PACKAGE.parent


@dataclass(frozen=True, slots=True)
class Root:
    """The folder of one newsletter; made by `load_root`."""

    path: Path
    config: Config
    sources: tuple[Source, ...]
    by_slug: Mapping[str, Source] = field(default_factory=dict)

    @property
    def stories(self) -> Path:
        return (self.path / self.config.stories.folder).resolve()

    @property
    def lock(self) -> Path:
        return self.path / "var" / "build.lock"

    @property
    def withdrawn(self) -> Path:
        return self.path / "withdrawn.toml"

    @property
    def key(self) -> Path:
        return self.path / "var" / "secret.key"

    @property
    def names(self) -> Path:
        """Where in the stories a library found names: places and hashes, no text."""
        return self.path / "var" / "names.json"

    @property
    def stands_at(self) -> datetime | None:
        """When the clock of this root stands still, as that of the demo does; None for any other."""
        mark = self.path / DEMO_MARK
        try:
            return datetime.fromisoformat(mark.read_text(encoding="utf-8").split("\n")[1])
        except (OSError, ValueError, IndexError):
            return None

    @property
    def template_folders(self) -> tuple[Path, ...]:
        """Where templates are looked for: the root's own first, then the project's."""
        own = self.path / "templates"
        shared = BUNDLED / "templates"
        return (own, shared) if own.is_dir() and own != shared else (shared,)

    def build(self, month: Month) -> Path:
        return self.path / "build" / str(month)

    def archive(self, month: Month) -> Path:
        return self.path / "archive" / str(month)

    def edition_file(self, month: Month) -> Path:
        return self.path / "editions" / f"{month}.toml"

    def relative(self, path: Path) -> str:
        """Returns `path` as seen from the root, so that nothing of this machine shows in build/."""
        return Path(os.path.relpath(path, self.path)).as_posix()

    @property
    def subscriber_file(self) -> Path:
        return self.path / "var" / "subscribers.db"

    @property
    def subscriber_keys(self) -> Path:
        return self.path / "var" / "subscribers.keys"

    @property
    def outbox(self) -> Path:
        """Where mail waits while no relay is set; for its owner alone."""
        return self.path / "var" / "outbox"

    def open_subscribers(self) -> Subscribers:
        from pipeline.shell.subscribers import open_subscribers  # noqa: PLC0415 - as the store

        return open_subscribers(self.subscriber_file)

    def open_deliveries(self) -> Deliveries:
        from pipeline.shell.subscribers.deliveries import open_deliveries  # noqa: PLC0415 - as the store

        return open_deliveries(self.subscriber_file)

    def open_store(self) -> Store:
        # SQLAlchemy is the dearest to import, and checks need no store.
        from pipeline.shell.store import open_store  # noqa: PLC0415

        return open_store(self.path / "var" / "pipeline.db")

    def moment(self, month: Month) -> datetime:
        """Returns when the edition of `month` closes, by the rule in config.toml."""
        return self.config.schedule.build.moment(month, self.config.newsletter.zone)

    def next_month(self, now: datetime) -> Month:
        """Returns the month of the edition whose cut-off comes next."""
        local = now.astimezone(self.config.newsletter.zone)
        this = Month(local.year, local.month)
        return this if self.moment(this) >= now else this.plus(1)

    def plan(self, month: Month) -> EditionPlan:
        """Returns what the editor decided for `month`; an empty plan when there is no file."""
        path = self.edition_file(month)
        if not path.is_file():
            return EditionPlan(month, path=self.relative(path))
        sections = [section.slug for section in self.config.sections]
        return parse_edition(read_text(path), self.relative(path), month, sections=sections)

    def source(self, slug: str) -> Source:
        """Returns the source with this slug. Raises UsageError naming the nearest."""
        if slug not in self.by_slug:
            message = f"there is no source {slug!r} in {self.path / 'feeds'}"
            raise UsageError(message + did_you_mean(slug, self.by_slug))
        return self.by_slug[slug]


def demand_role(by: str) -> None:
    """Raises UsageError for what does not look like a role or initials."""
    if not _ROLE.fullmatch(by):
        message = (
            f"--by takes a role or initials, one word without blanks, not {by!r} (for example: redactie)"
        )
        raise UsageError(message)


def load_root(path: Path) -> Root:
    """Reads config.toml and feeds/ below `path`. Raises InputFileError with file and line."""
    path = path.resolve()
    file = path / "config.toml"
    if not file.is_file():
        message = "there is no such file; go to the folder of the newsletter, or name it with --root DIR"
        raise ConfigError(file, message)
    config = parse_config(read_text(file), str(file))
    sources = tuple(
        parse_source(read_text(feed), str(feed), feed.stem) for feed in list_files(path / "feeds", ".toml")
    )
    by_slug = {source.slug: source for source in _programme_first(config, sources)}
    return Root(path, config, tuple(by_slug.values()), by_slug)


def _programme_first(config: Config, sources: tuple[Source, ...]) -> list[Source]:
    """Sources that a section names come first, so that of two copies theirs is the original."""
    named = {slug for section in config.sections for slug in section.sources}
    return sorted(sources, key=lambda source: (source.slug not in named, source.slug))
