"""A story's files -> the texts to look through, each with its paragraphs.

The texts are the files themselves, so that what is found has a line and a column there. What readers never
see (most of the header) is blanked out, character for character.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.model import StoryFiles

# The keys of the header that readers see, and one where a role belongs and a name may stand.
_SEEN = ("titel", "samenvatting", "vragen", "inhoudswaarschuwing", "afbeelding_alt", "geanonimiseerd_door")
_FENCE = re.compile(r"---[ \t]*")
_KEY = re.compile(r"[\"']?([\w-]+)[\"']?[ \t]*:")
_GAP = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
SHORTEST, LONGEST = 4, 16


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of text between blank lines, or one key of the header; `digest` is a whole SHA-256 in hex."""

    start: int
    end: int
    digest: str


@dataclass(frozen=True, slots=True)
class Prose:
    """One text to look through. `path` is as findings name it; `is_name` says that it is a file's name."""

    path: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    is_name: bool = False

    def paragraph_at(self, place: int) -> Paragraph:
        return next((one for one in self.paragraphs if place < one.end), self.paragraphs[-1])

    def position(self, place: int) -> tuple[int | None, int | None]:
        """Returns line and column, from 1; None for the name of a file."""
        if self.is_name:
            return None, None
        return self.text.count("\n", 0, place) + 1, place - self.text.rfind("\n", 0, place)


def prose_of(files: StoryFiles) -> tuple[Prose, ...]:
    """Returns the story's own file, the texts beside it, and the names of the files beside it."""
    own = _prose(files.path, files.text, has_header=True)
    folder = files.path.rpartition("/")[0]
    others = [_prose(f"{folder}/{name}", text) for name, text in sorted(files.texts.items())]
    names = [
        Prose(f"{folder}/{name}", name, (Paragraph(0, len(name), _digest(name)),), is_name=True)
        for name in (unicodedata.normalize("NFC", name) for name in sorted(files.names))
    ]
    return tuple(one for one in (own, *others, *names) if one.paragraphs)


def visible_parts(text: str, *, has_header: bool) -> tuple[slice, ...]:
    """Returns the parts of a file's text that readers see, as it stands there."""
    head, starts = _header(text) if has_header else ("", ())
    return tuple(slice(one.start, one.end) for one in _paragraphs(text, len(head), starts))


def shown_digest(digest: str, all_of_them: Iterable[str]) -> str:
    """Returns the shortest beginning of `digest`, of at least four signs, that no other paragraph shares."""
    others = {one for one in all_of_them if one != digest}
    length = SHORTEST
    while length < LONGEST and any(one.startswith(digest[:length]) for one in others):
        length += 1
    return digest[:length]


def _prose(path: str, text: str, *, has_header: bool = False) -> Prose:
    plain = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    head, starts = _header(plain) if has_header else ("", ())
    whole = head + plain[len(head) :]
    return Prose(path, whole, tuple(_paragraphs(plain, len(head), starts)))


def _header(text: str) -> tuple[str, tuple[int, ...]]:
    """Returns the header with all that readers do not see blanked out, and where its visible keys begin.

    "" when the text has none. One without an end is a header down to its last line that looks like one.
    """
    lines = text.split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE.fullmatch(lines[first]):
        return "", ()
    last = next((i for i in range(first + 1, len(lines)) if _FENCE.fullmatch(lines[i])), None)
    if last is None:
        last = next((i for i in range(first + 1, len(lines)) if not lines[i].strip()), len(lines) - 1)
    kept: list[str] = []
    starts: list[int] = []
    at = 0
    is_seen = False
    for index, line in enumerate(lines[: last + 1]):
        key = _KEY.match(line)
        if key and first < index < last:
            is_seen = key[1] in _SEEN
            if is_seen:
                starts.append(at)
            skipped = key.end() if is_seen else len(line)
        else:
            skipped = 0 if is_seen and first < index < last else len(line)
        kept.append(" " * skipped + line[skipped:])
        at += len(line) + 1
    return "\n".join(kept), tuple(starts)


def _paragraphs(text: str, body: int, starts: tuple[int, ...]) -> Iterator[Paragraph]:
    for index, start in enumerate(starts):
        after = starts[index + 1] if index + 1 < len(starts) else body
        # A visible key ends where the next key begins, seen or not.
        following = re.compile(r"\n(?=[^\s\-#])").search(text, start, after)
        end = following.start() if following else after
        yield Paragraph(start, end, _digest(text[start:end]))
    start = body
    for gap in [*_GAP.finditer(text, body), None]:
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            yield Paragraph(start, end, _digest(text[start:end]))
        start = gap.end() if gap else end


def _digest(text: str) -> str:
    # Blanks folded: a line that was broken elsewhere is the same paragraph.
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
