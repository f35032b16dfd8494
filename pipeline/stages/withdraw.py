"""Taking a story back: how it is recognised when it returns, what is looked for, and what stays instead.

withdrawal = withdraw(words, key=key, on=day)          what withdrawn.toml keeps
is_withdrawn(words, withdrawals, key=key)              also under another name, or with a few words changed
needles = needles_of(words)                            what may be found in no output any more
is_found(needles, body)                                in text, markup, a message or a database
"""

from __future__ import annotations

import email
import email.policy
import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.model import StoryWords, Withdrawal, Withdrawals, mark

_SLUG, _TEXT, _KEY = "withdrawn slug", "withdrawn text", "withdrawn key"
# Shorter ones stand in other people's stories as well.
_MARKED_WORDS = 8
_NEEDLE_WORDS = 5

_TAG = re.compile(r"<[^<>]*>")
_NO_WORD = re.compile(r"[\W_]+")
_PARAGRAPH = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Absence:
    """What stands where a story stood: a sentence on its page, and a few words in place of its title."""

    note: str
    instead: str


WITHDRAWN = Absence("Dit verhaal is op verzoek weggehaald.", "op verzoek weggehaald")
# Of a consent that ran out nobody asked anything, and why a story is gone is nobody's business.
GONE = Absence("Dit verhaal staat hier niet meer.", "een eerder verhaal")


# --- recognising ---------------------------------------------------------------------------------


def key_mark(key: bytes) -> str:
    """Returns what tells one key from another, so that a wrong key is noticed."""
    return mark(key, _KEY)


def slug_mark(key: bytes, slug: str) -> str:
    return mark(key, _SLUG, slug.casefold())


def withdraw(words: StoryWords, *, key: bytes, on: date) -> Withdrawal:
    """Returns what is kept of a story that is taken back: nothing that can be read."""
    return Withdrawal(on, slug_mark(key, words.slug), tuple(sorted(_text_marks(words, key))))


def is_withdrawn(words: StoryWords, withdrawals: Withdrawals, *, key: bytes) -> bool:
    """Says whether this is a story that was taken back: the same name, or at least half of its paragraphs."""
    if not withdrawals.stories:
        return False
    slug, marks = slug_mark(key, words.slug), _text_marks(words, key)
    return any(
        slug == gone.slug or (marks and 2 * len(marks & set(gone.texts)) >= len(marks))
        for gone in withdrawals.stories
    )


def _text_marks(words: StoryWords, key: bytes) -> frozenset[str]:
    paragraphs = (folded(one) for text in words.texts for one in _PARAGRAPH.split(text))
    return frozenset(mark(key, _TEXT, one) for one in paragraphs if one.count(" ") + 1 >= _MARKED_WORDS)


# --- looking -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Needles:
    """What is looked for: folded sentences, the title among them; the slug, in names and texts; `files`,
    the names of files that came from the story, which stay in the hashes of a journal.
    """

    sentences: tuple[str, ...]
    names: tuple[str, ...]
    files: tuple[str, ...] = ()


def needles_of(words: StoryWords, derived: Iterable[str] = (), common: Iterable[str] = ()) -> Needles:
    """Returns the title, every sentence of five words or more, the slug, and names of derived files.

    A title or a slug of one common word would be found everywhere; such a one counts only in its own form.
    What stands in `common` as well ("Wat raakte je in dit verhaal?") tells of no story in particular.
    """
    texts = (*words.lines, *words.texts)
    sentences = {folded(one) for text in texts for one in _SENTENCE.split(text)}
    shared = [f" {folded(text)} " for text in common]
    kept = {
        one
        for one in sentences
        if one.count(" ") + 1 >= _NEEDLE_WORDS and not any(f" {one} " in text for text in shared)
    }
    title = folded(words.title)
    if " " in title:
        kept.add(title)
    own = [words.slug] if "-" in words.slug else [f"{words.slug}.md", f"{words.slug}/"]
    return Needles(tuple(sorted(kept)), tuple(own), tuple(dict.fromkeys(derived)))


def folded(text: str) -> str:
    """Returns words only, in small letters with one blank between: what a change of form leaves the same."""
    return _NO_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def is_found(needles: Needles, name: str, body: bytes) -> bool:
    """Says whether anything of the story stands in a file, by its name or its content."""
    if any(one in name for one in needles.names) or name.rpartition("/")[2] in needles.files:
        return True
    return any(_holds(needles, text) for text in _readings(name, body))


def _holds(needles: Needles, text: str) -> bool:
    if any(one in text for one in needles.names):
        return True
    words = f" {folded(_TAG.sub(' ', html.unescape(_TAG.sub(' ', text))))} "
    bare = f" {folded(text)} "
    return any(f" {one} " in words or f" {one} " in bare for one in needles.sentences)


def _readings(name: str, body: bytes) -> Iterable[str]:
    yield body.decode("utf-8", "replace")
    if name.endswith(".eml"):
        message = email.message_from_bytes(body, policy=email.policy.default)
        yield "\n".join(str(value) for value in message.values())
        for part in message.walk():
            if part.get_content_maintype() == "text":
                payload = part.get_payload(decode=True)
                yield payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


# --- what stays ----------------------------------------------------------------------------------


def bury(record: bytes, absence: Absence = WITHDRAWN) -> bytes:
    """Returns edition.json without its story: in its place stands that it is gone."""
    edition: dict[str, Any] = json.loads(record)
    kept = edition.get("story") or {}
    buried = {name: [] if isinstance(value, list) else "" for name, value in kept.items()}
    if kept:
        edition["story"] = buried | {"title": absence.note, "fictional": False}
    inputs = edition.get("inputs", {})
    edition["inputs"] = {name: digest for name, digest in inputs.items() if name.startswith("editions/")}
    return _dump(edition)


def bury_findings(record: bytes, is_gone: Callable[[str], bool]) -> bytes:
    """Returns findings.json without those that name the story."""
    findings: dict[str, Any] = json.loads(record)
    kept = [one for one in findings["findings"] if not is_gone(json.dumps(one, ensure_ascii=False))]
    blocking = sum(one["severity"] == "blocking" and not one["waived"] for one in kept)
    waived = sum(bool(one["waived"]) for one in kept)
    return _dump({"findings": kept, "blocking": blocking, "advice": len(kept) - blocking - waived})


def strike(text: str, words: StoryWords, absence: Absence = WITHDRAWN) -> str:
    """Returns a text with the title, also in markup, replaced: an editor may have named it in a subject."""
    blanks = re.escape(words.title).replace(r"\ ", r"[\s\u00a0]+")
    if not words.title or " " not in words.title:
        return text
    return re.sub(blanks, absence.instead, text, flags=re.IGNORECASE)


def without_title(text: str, title: str) -> str:
    """Returns a text of an editor without the paragraphs that name the story."""
    name = f" {folded(title)} "
    kept = (one for one in _PARAGRAPH.split(text) if name not in f" {folded(one)} ")
    return "\n\n".join(kept)


def parts_of(message: bytes) -> Mapping[str, bytes]:
    """Returns the plain and the HTML part of a message by the name of its file, with our line ends."""
    whole = email.message_from_bytes(message, policy=email.policy.default)
    names = {"text/plain": "newsletter.txt", "text/html": "newsletter.html"}
    found = {}
    for part in whole.walk():
        payload = part.get_payload(decode=True)
        if part.get_content_type() in names and isinstance(payload, bytes):
            found[names[part.get_content_type()]] = payload.replace(b"\r\n", b"\n")
    return found


def _dump(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
