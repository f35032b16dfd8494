"""What the measures mean for an editor, as advice with codes `reading-…`.

Nothing of the story is quoted: build logs are public. Jargon and abbreviations are named, since those come
from the team's own list (templates/gesprek/jargon.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import Finding, Severity, Story
from pipeline.model.readability import WordList
from pipeline.stages.readability.measure import Measure, Sentence, measure, plain_lines, read_sentences

# One sentence of this many words is named by its line; the shares are of all sentences.
VERY_LONG_SENTENCE = 28
FEW_WORDS = 60
MOST_AVERAGE = 15.0
MOST_LONG = 0.2
MOST_PASSIVE = 0.15
MOST_LONG_WORDS = 0.04


@dataclass(frozen=True, slots=True)
class _Part:
    """A text of the story and where it stands: `offset` is what comes before its first line in its file.

    `lines` are without markup, and `folded` is all of them in small letters, to look in before looking close.
    """

    text: str
    path: str
    offset: int
    lines: tuple[str, ...]
    folded: str


def readability(story: Story, word_list: WordList, *, body_line: int = 1) -> tuple[Finding, ...]:
    """Returns advice on body and transcript; `body_line` is the line of the file on which the body begins."""
    parts = [_part(story.body, story.path, body_line - 1)]
    if story.transcript:
        folder = story.path.rpartition("/")[0]
        path = f"{folder}/{story.transcript_name}" if folder else story.transcript_name
        parts.append(_part(story.transcript, path, 0))
    sentences = [read_sentences(part.text, part.lines) for part in parts]
    return (
        *_whole(story, measure(tuple(one for found in sentences for one in found))),
        *(
            finding
            for part, found in zip(parts, sentences, strict=True)
            for finding in _very_long(part, found)
        ),
        *_jargon(parts, word_list),
        *_abbreviations(parts, word_list),
    )


def _part(text: str, path: str, offset: int) -> _Part:
    lines = plain_lines(text)
    return _Part(text, path, offset, lines, "\n".join(lines).casefold())


# --- the whole ------------------------------------------------------------------------------------


def _whole(story: Story, found: Measure) -> Iterator[Finding]:
    # Shares of a handful of sentences say nothing.
    if found.words < FEW_WORDS:
        return
    reasons = list(_reasons(found))
    if reasons:
        message = f"dit verhaal lijkt moeilijker dan B1: {'; '.join(reasons)}"
        hint = "lees het hardop voor; waar je adem tekortkomt, knip je de zin in tweeën"
        yield _advice("reading-hard", story.path, None, message, hint)
    if found.passive_share > MOST_PASSIVE:
        message = (
            f"in ongeveer {_percent(found.passive_share)} van de zinnen blijft buiten beeld wie iets doet"
        )
        hint = "schrijf wie het doet: niet ‘er werd besloten’, maar ‘wij besloten’"
        yield _advice("reading-passive", story.path, None, message, hint)


def _reasons(found: Measure) -> Iterator[str]:
    if found.average > MOST_AVERAGE:
        yield f"gemiddeld {round(found.average)} woorden per zin (tot {MOST_AVERAGE:.0f} leest makkelijk)"
    if found.long_share > MOST_LONG:
        yield f"{_percent(found.long_share)} van de zinnen is langer dan 20 woorden"
    if found.long_word_share > MOST_LONG_WORDS:
        yield f"{_percent(found.long_word_share)} van de woorden is heel lang"


def _percent(share: float) -> str:
    return f"{round(share * 100)}%"


# --- one place ------------------------------------------------------------------------------------


def _very_long(part: _Part, sentences: Sequence[Sentence]) -> Iterator[Finding]:
    for sentence in sentences:
        if sentence.words > VERY_LONG_SENTENCE:
            yield _advice(
                "reading-sentence-long",
                part.path,
                part.offset + sentence.line,
                f"hier staat een zin van {sentence.words} woorden",
                "maak er twee of drie zinnen van",
            )


def _jargon(parts: Sequence[_Part], word_list: WordList) -> Iterator[Finding]:
    for jargon in word_list.jargon:
        for part in parts:
            found = _first(part, jargon.words, re.IGNORECASE)
            if found is not None:
                line, word = found
                message = f"‘{word}’ is een vakwoord; gewoner is: {jargon.everyday}"
                hint = "laat het staan als de verteller het zelf zo zegt en lezers het begrijpen"
                yield _advice("reading-jargon", part.path, line, message, hint)
                break


def _abbreviations(parts: Sequence[_Part], word_list: WordList) -> Iterator[Finding]:
    for abbreviation in word_list.abbreviations:
        for number, part in enumerate(parts):
            found = _first(part, abbreviation.short)
            if found is None:
                continue
            line, word = found
            before = [*(one.text for one in parts[:number]), *part.text.split("\n")[: line - part.offset]]
            told = " ".join(" ".join(before).casefold().split())
            if not any(written in told for written in abbreviation.written_out):
                message = f"‘{word}’ staat er zonder uitleg"
                hint = f"schrijf het de eerste keer voluit: {abbreviation.meaning}"
                yield _advice("reading-abbreviation", part.path, line, message, hint)
            break


def _first(part: _Part, words: Sequence[str], flags: re.RegexFlag = re.NOFLAG) -> tuple[int, str] | None:
    """Returns the line and the text of the first hit of any of `words`, which come from our own list."""
    # A look in the whole first: most words are in no story, and a pattern a line for each takes seconds.
    patterns = [_pattern(word, flags) for word in words if word.removesuffix("*").casefold() in part.folded]
    for number, line in enumerate(part.lines if patterns else (), 1):
        hits = [hit for pattern in patterns if (hit := pattern.search(line))]
        if hits:
            return part.offset + number, min(hits, key=lambda hit: hit.start())[0]
    return None


def _pattern(word: str, flags: re.RegexFlag) -> re.Pattern[str]:
    """A whole word, or one that begins so; "MDA++" ends in no letter, so a plain word border would not do."""
    rest = r"\w*" if word.endswith("*") else ""
    return re.compile(rf"(?<![\w-]){re.escape(word.removesuffix('*'))}{rest}(?![\w-])", flags)


def _advice(code: str, path: str, line: int | None, message: str, hint: str) -> Finding:
    return Finding(code, Severity.ADVICE, path, message, hint, line=line)
