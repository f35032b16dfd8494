"""Story files from disk as texts, and files written whole or not at all.

for files in read_stories(root / "stories"): ...
write_files(root / "build" / "2026-12", {"newsletter.html": html, "newsletter.txt": text})
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.errors import InputFileError, WriteError
from pipeline.model import FileProblem, StoryFiles

# A long story is 20 kB; what is larger is no text, whatever its name.
MAX_TEXT_BYTES = 1_000_000

STORY_FILE = "verhaal.md"
# Captions too: what is said in a film is part of the story.
_TEXTS = (".md", ".txt", ".vtt", ".srt")
_WORD_PROCESSORS = (".doc", ".docx", ".odt", ".rtf", ".pages")
_NO_STORIES = ("leesmij", "readme")
_AGREEMENT = "akkoord.toml"


def read_stories(folder: Path) -> tuple[StoryFiles, ...]:
    """Returns what lies in `folder`: each `<slug>.md` and each `<slug>/` with its files, by name.

    Hidden files, README or LEESMIJ and `akkoord.toml` are no stories; an agreement goes with its story.
    What cannot be read comes back with its problem, so that one bad file hides no other. A folder that is
    not there holds no stories; one that cannot be listed raises InputFileError.
    """
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise InputFileError(folder, f"cannot be listed ({error.strerror})") from error
    found = (_read_entry(entry, folder) for entry in entries if not _is_ignored(entry.name))
    return tuple(
        replace(files, agreement=_read_agreement(folder, files.slug)) for files in found if files is not None
    )


def agreement_file(folder: Path, slug: str) -> Path:
    """Returns where the acceptance of a story is kept: beside it, also when the story is a folder."""
    return folder / f"{slug}.{_AGREEMENT}"


def read_some(path: Path, limit: int) -> bytes:
    """Returns the bytes of a file, at most `limit` and one more; b"" when it cannot be read."""
    try:
        with path.open("rb") as opened:
            return opened.read(limit + 1) if stat.S_ISREG(os.fstat(opened.fileno()).st_mode) else b""
    except OSError:
        return b""


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes `files`, by name, into `folder`, which is made when needed.

    All are first written under temporary names in the same folder and only then put in place, each at once:
    a full disk or a kill leaves the older files whole. Raises WriteError; no temporary name stays behind.
    """
    for name in files:
        if name in ("", "..") or Path(name).name != name:
            raise ValueError(f"not the name of a file: {name!r}")
    waiting: dict[Path, Path] = {}
    target = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, body in files.items():
            target = folder / name
            waiting[target] = folder / f".{secrets.token_hex(8)}.tmp"
            _write(waiting[target], body, mode=_mode_of(target))
        for target, temporary in waiting.items():
            temporary.replace(target)
        _sync(folder)
    except OSError as error:
        raise WriteError(target, error) from error
    finally:
        for temporary in waiting.values():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _read_entry(entry: Path, folder: Path) -> StoryFiles | None:
    if not _is_inside(entry, folder):
        return StoryFiles(entry.stem, str(entry), problem=FileProblem.OUTSIDE)
    if entry.is_dir():
        return _read_folder(entry)
    if entry.suffix.lower() in _WORD_PROCESSORS:
        return StoryFiles(entry.stem, str(entry), problem=FileProblem.NOT_MARKDOWN)
    if entry.suffix.lower() != ".md" or not entry.is_file():
        return None
    text = _read_text(entry)
    if isinstance(text, FileProblem):
        return StoryFiles(entry.stem, str(entry), problem=text)
    return StoryFiles(entry.stem, str(entry), text)


def _read_folder(folder: Path) -> StoryFiles:
    texts: dict[str, str] = {}
    unusable: dict[str, FileProblem] = {}
    names: list[str] = []
    path = str(folder / STORY_FILE)
    for file in _walk(folder):
        name = file.relative_to(folder).as_posix()
        if not _is_inside(file, folder):
            unusable[name] = FileProblem.OUTSIDE
            continue
        names.append(name)
        if file.suffix.lower() in _TEXTS:
            text = _read_text(file)
            if isinstance(text, FileProblem):
                unusable[name] = text
            else:
                texts[name] = text
    others = tuple(name for name in names if name != STORY_FILE)
    if STORY_FILE in texts:
        text = texts.pop(STORY_FILE)
        return StoryFiles(folder.name, path, text, texts, others, unusable)
    problem = unusable.pop(STORY_FILE, FileProblem.NO_STORY)
    is_document = any(Path(name).suffix.lower() in _WORD_PROCESSORS for name in names)
    if problem is FileProblem.NO_STORY:
        path = str(folder)
        problem = FileProblem.NOT_MARKDOWN if is_document else problem
    return StoryFiles(folder.name, path, "", texts, others, unusable, problem)


def _read_agreement(folder: Path, slug: str) -> str | None:
    """The text of `<slug>.akkoord.toml`; "" for one that cannot be read, which no agreement is."""
    file = agreement_file(folder, slug)
    if not os.path.lexists(file):
        return None
    text = _read_text(file) if _is_inside(file, folder) else ""
    return text if isinstance(text, str) and not isinstance(text, FileProblem) else ""


def _walk(folder: Path) -> Iterator[Path]:
    """Yields the files of a story's folder, and links that are broken or lead out; enters no link."""
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if _is_ignored(entry.name):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry)
        elif entry.is_symlink() or entry.is_file():
            # What is neither (a pipe, a device) would block whoever reads it.
            yield entry


def _is_ignored(name: str) -> bool:
    return (
        # "~$" is how word processors call the lock beside an open document.
        name.startswith((".", "~$"))
        or name.endswith(f".{_AGREEMENT}")
        or name == _AGREEMENT
        or name.partition(".")[0].lower() in _NO_STORIES
    )


def _is_inside(entry: Path, folder: Path) -> bool:
    try:
        return entry.resolve(strict=True).is_relative_to(folder.resolve(strict=True))
    except (OSError, RuntimeError):
        # RuntimeError: how Python before 3.13 calls a link that leads to itself.
        return False


def _read_text(file: Path) -> str | FileProblem:
    try:
        with file.open("rb") as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                return FileProblem.UNREADABLE
            body = opened.read(MAX_TEXT_BYTES + 1)
    except OSError:
        return FileProblem.UNREADABLE
    if len(body) > MAX_TEXT_BYTES:
        return FileProblem.TOO_LARGE
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return FileProblem.NOT_UTF8


def _write(path: Path, body: bytes, *, mode: int) -> None:
    # os.open and not tempfile: the file gets the rights the umask gives, not 0600.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(body)
        opened.flush()
        os.fsync(opened.fileno())


def _mode_of(target: Path) -> int:
    """The rights a file has already, so that a private one is not opened up by writing it anew."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        return 0o666


def _sync(folder: Path) -> None:
    # The new names are already in place; a file system that cannot sync a folder is no failure.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
