"""Sentences, words, and the tails of titles."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    {
        *("afd", "art", "bijv", "blz", "bv", "ca", "dhr", "dr", "drs", "evt", "excl", "incl", "ing", "ir"),
        *("jl", "max", "mevr", "min", "mr", "mw", "nl", "nr", "nrs", "pag", "par", "prof", "resp", "st"),
        *("tel", "vgl", "vs", "zgn"),
    }
)
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘„(\[]*[A-ZÀ-ÝĲ0-9€])")
_CUT_OFF = re.compile(r"(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*$")
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+(?:nl|com|org|eu|net|info|be)", re.IGNORECASE)
# What stands between white space, from its first letter or digit on.
_WORD = re.compile(r"[^\W_]\S*")
_BARS = re.compile(r"\s+[|｜]\s+")


def words(text: str) -> int:
    """Counts words: what stands between white space and holds a letter or digit."""
    return len(_WORD.findall(text))


def sentences(text: str) -> tuple[str, ...]:
    """Returns the sentences of `text`; abbreviations, initials and numbers end none."""
    found: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if not _is_abbreviation(text[start : match.start() + 1]):
            found.append(text[start : match.end()].strip())
            start = match.end()
    return tuple(one for one in (*found, text[start:].strip()) if one)


def whole_sentences(text: str, limit: int) -> str:
    """Returns the first sentences of `text` that together hold at most `limit` words.

    A first sentence that is longer by itself is cut at a word and ends in "…".
    """
    if words(text) <= limit and text == " ".join(text.split()):
        return text
    taken: list[str] = []
    room = limit
    for sentence in sentences(text):
        room -= words(sentence)
        if room < 0:
            break
        taken.append(sentence)
    return " ".join(taken) if taken else _cut(text, limit)


def drop_cut_off(text: str) -> str:
    """Returns `text` without a last sentence that its publisher broke off with "…", if others remain."""
    if not _CUT_OFF.search(text):
        return text
    return " ".join(sentences(text)[:-1]) or text


def strip_tail(title: str, site: str = "") -> tuple[str, str]:
    """Splits "Titel | Nieuwsbericht | Site" into ("Titel", "Nieuwsbericht"); the tail is "" if none.

    "Titel | Site" loses its site when that is the `site` given or a domain name; "Titel - Site" only when
    it is the `site` given, for a hyphen stands in many titles.
    """
    if not site and "|" not in title and "｜" not in title:
        return title.strip(), ""
    parts = [part for part in _BARS.split(title.strip()) if part]
    if len(parts) >= 3:
        return " | ".join(parts[:-2]), parts[-2]
    if len(parts) == 2 and (_DOMAIN.fullmatch(parts[1]) or _same(parts[1], site)):
        return parts[0], ""
    for dash in (" - ", " – ", " — "):
        head, found, tail = title.rpartition(dash)
        if found and head.strip() and _same(tail, site):
            return head.strip(), ""
    return title.strip(), ""


def _same(text: str, site: str) -> bool:
    return bool(site) and text.strip().casefold() == site.strip().casefold()


def _is_abbreviation(sentence: str) -> bool:
    if not sentence.endswith("."):
        return False
    last = sentence[:-1].rsplit(maxsplit=1)[-1:] or [""]
    word = last[0].strip("\"'“‘„([").casefold()
    # An initial ("J."), letters with points ("o.a."), a number in a list ("1.") or a known word.
    dotted = re.fullmatch(r"\w(?:\.\w{1,3})*", word) is not None
    return (dotted and (len(word) == 1 or "." in word)) or word in _ABBREVIATIONS


def _cut(text: str, limit: int) -> str:
    kept: list[str] = []
    for word in text.split():
        if words(" ".join((*kept, word))) > limit:
            return " ".join(kept).rstrip(",;:–-. ") + "…" if kept else ""
        kept.append(word)
    return " ".join(kept)
