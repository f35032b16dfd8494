"""Counting: sentences and their words, words that are long, and an estimate of the passive voice.

No measure of reading is right for one text. These four are those the writing rules for B1 name themselves:
short sentences, few long ones, everyday words, and people who do things. Text spoken in a transcript
counts as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.text.dutch import sentences

# Taalunie and the government's own guides for B1 name 10 to 15 words a sentence, and 20 as long.
LONG_SENTENCE = 20
# Dutch writes compounds as one word; from some four syllables on a word is an obstacle.
LONG_WORD_SYLLABLES = 5
# No word that long has fewer letters, and counting syllables is dear.
LONG_WORD_LETTERS = 10

_MARKUP = re.compile(r"^\s*(?:#{1,6}\s+|[-*+]\s+|>\s?|\d+\.\s+)|[*_`]+|\[(?P<text>[^\]]*)\]\([^)]*\)")
_SPEAKER = re.compile(r"^\s*\*\*[^*]{1,40}:\*\*\s*")
# One hit for each run of signs that holds a letter or digit: what `text.dutch` counts as a word, but faster.
_WORD = re.compile(r"\w\S*")
_VOWELS = re.compile(r"[aeiouyáàäéèëíìïóòöúùü]+", re.IGNORECASE)
# A form of `worden`, or of `zijn` with the agent named, and a participle not far from it.
_BECOME = re.compile(r"\b(?:word|wordt|worden|werd|werden|geworden)\b", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"\b(?:[a-zà-ÿ]{0,8}ge[a-zà-ÿ]{2,}(?:d|t|en)|(?:be|ver|ont|her|er)[a-zà-ÿ]{3,}(?:d|t|en))\b"
)
_BY = re.compile(r"\bdoor\s+(?:de|het|een|mijn|haar|zijn|hun|onze|ons|mij|hem|hen|jou|iemand|wie)\b")
_ARE = re.compile(r"\b(?:is|zijn|was|waren|ben|bent)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, without markup; `line` counts from 1 in its text."""

    text: str
    line: int
    words: int
    is_passive: bool

    @property
    def is_long(self) -> bool:
        return self.words > LONG_SENTENCE


@dataclass(frozen=True, slots=True)
class Measure:
    """What all sentences come to; shares lie between 0 and 1."""

    sentences: int
    words: int
    average: float
    long_share: float
    passive_share: float
    long_word_share: float


def read_sentences(text: str, lines: tuple[str, ...] | None = None) -> tuple[Sentence, ...]:
    """Returns the sentences of a Markdown text, paragraph by paragraph; headings and speakers aside.

    `lines` are its `plain_lines`, for who has them already.
    """
    return tuple(_sentences(text.split("\n"), plain_lines(text) if lines is None else lines))


def measure(found: tuple[Sentence, ...]) -> Measure:
    """Returns the measures of these sentences; all are 0 for none."""
    count, total = len(found), sum(sentence.words for sentence in found)
    if not count or not total:
        return Measure(0, 0, 0.0, 0.0, 0.0, 0.0)
    long_words = sum(
        len(word) >= LONG_WORD_LETTERS and syllables(word) >= LONG_WORD_SYLLABLES
        for sentence in found
        for word in sentence.text.split()
    )
    return Measure(
        sentences=count,
        words=total,
        average=total / count,
        long_share=sum(sentence.is_long for sentence in found) / count,
        passive_share=sum(sentence.is_passive for sentence in found) / count,
        long_word_share=long_words / total,
    )


def syllables(word: str) -> int:
    """Estimates the syllables of a word: its groups of vowels."""
    return len(_VOWELS.findall(word))


def is_passive(sentence: str) -> bool:
    """Estimates whether a sentence hides who acts: `worden` with a participle, or `zijn` with `door …`."""
    # The cheap looks first: a participle is slow to look for, and most sentences have neither.
    hides = _BECOME.search(sentence) or (_BY.search(sentence) and _ARE.search(sentence))
    return bool(hides and _PARTICIPLE.search(sentence))


def plain_lines(text: str) -> tuple[str, ...]:
    """Returns the lines of a Markdown text without its marks, one for one."""
    return tuple(_MARKUP.sub(_inner, _SPEAKER.sub("", line)) for line in text.split("\n"))


def _inner(match: re.Match[str]) -> str:
    return match["text"] or ""


def _sentences(raw: list[str], plain: tuple[str, ...]) -> Iterator[Sentence]:
    start = 0
    while start < len(raw):
        end = start
        while end < len(raw) and raw[end].strip() and not raw[end].lstrip().startswith("#"):
            end += 1
        yield from _of_paragraph(plain[start:end], start + 1)
        start = end + 1


def _of_paragraph(lines: tuple[str, ...], first: int) -> Iterator[Sentence]:
    paragraph = "\n".join(lines)
    place = 0
    for sentence in sentences(paragraph):
        line = first
        if len(lines) > 1:
            place = paragraph.find(sentence, place)
            line += paragraph.count("\n", 0, place)
            place += len(sentence)
        if count := len(_WORD.findall(sentence)):
            yield Sentence(" ".join(sentence.split()), line, count, is_passive(sentence))
