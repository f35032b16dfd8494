"""The house keeps its order: who imports whom, where each third party lives, and how long a file may be.

Read from our own import statements, also those inside functions and under TYPE_CHECKING.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.roots import REPOSITORY

PIPELINE = REPOSITORY / "pipeline"
MOST_LINES = 500

# A room is a folder of pipeline/ or a module that stands beside them.
ROOMS = {
    "cli": {"jobs", "errors", "model", "web"},
    "schedule": {"jobs", "errors", "model"},
    "web": {"jobs", "model", "errors", "templating"},
    "preview": {"jobs", "model", "errors"},
    "jobs": {"stages", "read", "shell", "model", "errors", "text", "templating"},
    "stages": {"model", "errors", "text"},
    "read": {"model", "errors", "text"},
    "shell": {"model", "errors"},
    "text": set(),
    "model": set(),
    "errors": set(),
    "templating": {"errors"},
    "__main__": {"cli"},
}

# What goes further than ROOMS, one module at a time, each with its reason.
EXCEPTIONS = {
    ("cli.output", "stages.record"): "`--json` prints nouns in the very form the files have",
    ("cli.verbs", "stages.record"): "`check --json` and `evaluate --json` have documented shapes",
    ("cli.verbs", "shell.clock"): "now is asked once, at the edge, and handed in",
    ("cli.subscribing", "shell.clock"): "the same, for what readers ask at any moment",
    ("cli.looking", "shell.clock"): "the same, for a preview that goes on for hours",
    ("cli.sending", "shell.clock"): "the same, for each message that goes out",
    ("cli.delivering", "shell.clock"): "the same, for a mail that goes out as a test",
    ("cli.delivering", "shell.dns"): "which nameserver is asked is a word of the command line",
    ("cli.moments", "shell.clock"): "the same, for the words that name a moment",
    ("schedule", "shell.clock"): "the schedule is the edge that asks what time it is",
    ("schedule", "shell.lock"): "one schedule a root",
    ("schedule", "shell.store"): "names the type it hands to the jobs, and claims runs in it",
    ("schedule", "stages.due"): "what is due is decided there, not by an alarm clock",
    ("errors", "model"): "a CollectError names its Status; for type checkers only",
}

# Modules of a room on which the others in it stand; they themselves only stand on those before them.
GROUND = {
    "jobs": (
        "root",
        "shelf",
        "traces",
        "frozen",
        "withdrawal",
        "pool",
        "asking",
        "visit",
        "client_support",
        "calendar",
        "pictures",
        "team_texts",
        "conversation",
        "story_index",
        "draft",
        "looks",
        "send",
    ),
    "stages": ("health", "label"),
    "shell": ("sqlite",),
    "preview": ("app", "watch"),
    "read": ("delivery",),
    "web": ("headers", "budget", "show", "desk", "app"),
    "text": ("nearest",),
}

HOMES = {
    "protego": ("read.robots",),
    "requests": ("shell.fetch",),
    "deduce": ("shell.names",),
    "urllib3": ("shell.fetch",),
    "feedparser": ("read.feed",),
    "icalendar": ("read.agenda",),
    "dateutil": ("read.agenda",),
    "PIL": ("read.pictures", "shell.pdf", "stages.look"),
    "playwright": ("shell.browser",),
    "mammoth": ("read.word",),
    "yaml": ("read.story",),
    "tomlkit": ("read.edition",),
    "markdown_it": ("text.markdown",),
    "nh3": ("text.html", "text.markdown"),
    "segno": ("stages.render",),
    "weasyprint": ("shell.pdf",),
    "premailer": ("stages.render",),
    "cssutils": ("stages.render",),
    "sqlalchemy": ("shell.sqlite", "shell.store", "shell.subscribers"),
    "alembic": ("shell.sqlite", "shell.store", "shell.subscribers"),
    "apscheduler": ("schedule",),
    "flask": ("web", "preview"),
    "werkzeug": ("web",),
    "waitress": ("web", "preview"),
    "watchfiles": ("preview",),
    "email_validator": ("read.address",),
    "dns": ("shell.dns",),
    "rich": ("cli",),
    "flufl": ("read.returned",),
    "jinja2": ("templating",),
    "rapidfuzz": ("text.similar",),
    "lxml": ("read", "text", "stages"),
}


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement: the module it stands in, the one it names, and its line."""

    by: str
    of: str
    line: int

    def __str__(self) -> str:
        return f"pipeline/{self.by.replace('.', '/')}:{self.line} imports {self.of}"


def our_files() -> list[Path]:
    return sorted(PIPELINE.rglob("*.py"))


def name_of(file: Path) -> str:
    """The dotted name of a module below `pipeline`; "" is the package itself."""
    parts = file.relative_to(PIPELINE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports_in(file: Path) -> Iterator[Import]:
    by = name_of(file)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(by, alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{by}:{node.lineno}: imports are written in full"
            assert node.module is not None
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield Import(by, whole if is_module(whole) else node.module, node.lineno)


def is_module(name: str) -> bool:
    place = REPOSITORY.joinpath(*name.split("."))
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()


def all_imports() -> list[Import]:
    return [one for file in our_files() for one in imports_in(file)]


def inner(imports: list[Import]) -> list[Import]:
    """Imports of our own modules, with `of` named below `pipeline`."""
    return [
        Import(one.by, one.of.removeprefix("pipeline").removeprefix("."), one.line)
        for one in imports
        if one.of.split(".")[0] == "pipeline"
    ]


def room_of(module: str) -> str:
    return module.partition(".")[0]


def lies_in(module: str, place: str) -> bool:
    return module == place or module.startswith(f"{place}.")


def is_excepted(one: Import) -> bool:
    return any(lies_in(one.by, by) and lies_in(one.of, of) for by, of in EXCEPTIONS)


def test_every_room_is_known() -> None:
    assert {room_of(name_of(file)) for file in our_files()} - {""} == set(ROOMS)


def test_imports_only_run_in_the_allowed_direction() -> None:
    wrong = [
        str(one)
        for one in inner(all_imports())
        if room_of(one.by) != room_of(one.of)
        and room_of(one.of) not in ROOMS[room_of(one.by)]
        and not is_excepted(one)
    ]

    assert wrong == []


def test_siblings_stand_apart_save_on_their_common_ground() -> None:
    wrong = []
    for one in inner(all_imports()):
        room, sibling, other = room_of(one.by), (one.by.split(".")[1:2]), (one.of.split(".")[1:2])
        if room != room_of(one.of) or room in ("model", "cli") or not sibling or not other:
            continue
        ground = GROUND.get(room, ())
        is_below = other[0] in ground and (
            sibling[0] not in ground or ground.index(other[0]) < ground.index(sibling[0])
        )
        if sibling != other and not is_below:
            wrong.append(str(one))

    assert wrong == []


def test_each_third_party_has_one_home() -> None:
    wrong = []
    for one in all_imports():
        package = room_of(one.of)
        if package == "pipeline" or package in sys.stdlib_module_names:
            continue
        assert package in HOMES, f"{one}: give it a home in HOMES, and a reason in docs/architecture.md"
        if not any(lies_in(one.by, home) for home in HOMES[package]):
            wrong.append(str(one))

    assert wrong == []


def test_the_lists_of_this_test_name_nothing_that_is_gone() -> None:
    imports = all_imports()
    unused = [
        f"{by} -> {of}"
        for by, of in EXCEPTIONS
        if not any(lies_in(one.by, by) and lies_in(one.of, of) for one in inner(imports))
    ]
    packages = {room_of(one.of) for one in imports}

    assert unused == []
    assert set(HOMES) - packages == set()
    assert all(is_module(f"pipeline.{room}.{part}") for room, parts in GROUND.items() for part in parts)


def test_stages_readers_and_texts_touch_neither_clock_nor_disk_nor_network() -> None:
    forbidden = {"os", "io", "pathlib", "socket", "subprocess", "tempfile", "shutil", "time", "threading"}
    forbidden |= {"urllib.request", "http.client", "sqlite3", "logging.handlers", "random", "secrets"}
    # `io` wraps bytes in memory for a parser that wants a file.
    allowed = {("read", "io"), ("stages", "io"), ("text", "io")}
    wrong = [
        str(one)
        for one in all_imports()
        if room_of(one.by) in ("stages", "read", "text", "model")
        and one.of in forbidden
        and (room_of(one.by), one.of) not in allowed
    ]

    assert wrong == []


def test_only_the_clock_asks_what_time_it_is() -> None:
    asked = [
        name_of(file)
        for file in our_files()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "utcnow", "today")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("datetime", "date")
    ]

    # The fetcher measures a server's Retry-After date against real time, whatever clock a rehearsal has.
    assert sorted(set(asked)) == ["shell.clock", "shell.fetch.fetcher"]


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    lengths = {name_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in our_files()}

    assert {name: lines for name, lines in lengths.items() if lines >= MOST_LINES} == {}
