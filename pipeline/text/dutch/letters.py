"""Single characters: which may stay, and which stand for another."""

from __future__ import annotations

import re
import unicodedata

from pipeline.text.dutch.dates import MONTHS

# Letters "in bold" that people borrow from mathematics; screen readers skip or spell them. The second
# half are those that Unicode had before it got that block.
_MATH = re.compile("[\U0001d400-\U0001d7ffℂℊℋℌℍℎℐℑℒℕℙℚℛℜℝℤℨℬℭℯℰℱℳℴ]+")
_ZWJ = "\u200d"
_NBSP = "\u00a0"
# UTF-8 that was once read as CP1252: a lead byte and its followers, each in the guise of a letter.
_AS_BYTES = {chr(n): n for n in range(0x80, 0x100)}
_AS_BYTES.update(
    {bytes([n]).decode("cp1252"): n for n in range(0x80, 0xA0) if n not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
)
_FOLLOWER = "[" + "".join(re.escape(c) for c, n in _AS_BYTES.items() if n < 0xC0) + "]"
# An address, or a straight quote: whether something opens with it, and whether it stands for what was left
# out, as in 's avonds, 't, 'k and '26.
_QUOTES = re.compile(
    r"https?://\S+|\]\([^)]*\)"
    r"|(?P<opens>(?<![^\s(\[{/–—“‘«*_>])|(?<=^[\"'])|(?<=[\s(][\"']))?[\"'](?=(?P<clitic>(?:[stknmr]|er|\d\d)(?![\w'])))?",
)
_MOJIBAKE = re.compile(
    f"[\u00c2-\u00df]{_FOLLOWER}|[\u00e0-\u00ef]{_FOLLOWER}{{2}}|[\u00f0-\u00f4]{_FOLLOWER}{{3}}"
)
# The first half of a no-break space, whose other half white-space folding took.
_HALF_A_BLANK = re.compile(r"(?<=[\w.,;:!?)”’])Â(?=\s|$)")


def clean_text(text: str) -> str:
    """Returns `text` on one line, without control and format characters, its white space folded.

    Gone are direction marks, zero-width and soft hyphens, NUL and private use; a joiner stays inside an
    emoji. Mathematical letters become plain ones, the rest is put in Unicode's NFC form.
    """
    if text.isascii() and text.isprintable():  # most of it, and there is nothing to look for in it
        return " ".join(text.split())
    plain = _MATH.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    if plain.isprintable():  # nor are there characters to take away
        return " ".join(unicodedata.normalize("NFC", plain).split())
    kept = "".join(_kept(plain, index) for index in range(len(plain)))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def repair_mojibake(text: str) -> str:
    """Returns `text` with "Ã«" read as the "ë" it was before somebody took UTF-8 for CP1252.

    Only whole sequences are touched that are UTF-8; a real "Ã" or "â" stays.
    """
    if text.isascii():
        return text
    mended = _MOJIBAKE.sub(_decoded, text)
    return _HALF_A_BLANK.sub("", mended) if "Â" in mended else mended


def nbsp_dates(text: str) -> str:
    """Returns `text` with "2 december 2026", "€ 2.500" and "35 min" kept together by non-breaking spaces."""
    text = re.sub(rf"(?<!\d)(\d{{1,2}}) ({'|'.join(MONTHS)})\b(?: (?=\d{{4}}\b))?", _whole_date, text)
    text = re.sub(r"(?<=\d) (?=(?:duizend|miljoen|miljard|procent|euro|uur|min|minuten)\b)", _NBSP, text)
    return re.sub(r"€ (?=\d)", f"€{_NBSP}", text)


def _whole_date(match: re.Match[str]) -> str:
    return match[0].replace(" ", _NBSP)


def typographic(text: str) -> str:
    """Returns `text` with non-breaking spaces as `nbsp_dates`, real dashes for " - " and "--", real quotes.

    Web addresses, which may hold "--", stay as they are, and so does what stands between the brackets of a
    link in Markdown.
    """
    text = re.sub(r"(?<=\S) --? (?=\S)", " – ", text)
    text = re.sub(r"https?://\S+|(?<=\w)--(?=\w)", lambda match: "–" if match[0] == "--" else match[0], text)
    return nbsp_dates(_QUOTES.sub(_real_quote, text))


def _real_quote(match: re.Match[str]) -> str:
    found = match[0]
    if len(found) > 1:
        return found
    if found == '"':
        return "“" if match["opens"] is not None else "”"
    return "‘" if match["opens"] is not None and match["clitic"] is None else "’"


def _kept(text: str, index: int) -> str:
    character = text[index]
    category = unicodedata.category(character)
    if category == "Cc" or category in ("Zl", "Zp"):
        return " " if character.isspace() else ""
    if character == _ZWJ:
        return _ZWJ if _joins_pictures(text, index) else ""
    if category in ("Cf", "Cs", "Co") or ord(character) & 0xFFFE == 0xFFFE:
        return ""
    return character


def _joins_pictures(text: str, index: int) -> bool:
    before = text[max(0, index - 4) : index].rstrip(
        "\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
    )[-1:]
    return all(one and unicodedata.category(one) == "So" for one in (before, text[index + 1 : index + 2]))


def _decoded(match: re.Match[str]) -> str:
    try:
        return bytes(_AS_BYTES[character] for character in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
