"""What mail programs do to a mail before they show it, as far as it can be done to its text.

Each takes HTML and returns HTML, and takes any input. None of them is the program itself: what comes of it
is called a simulation. What each program drops is after the facts of caniemail.com and our own trials.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# <!--[if mso]> … <![endif]--> is for Word; <!--[if !mso]><!--> … <!--<![endif]--> is for all others.
_FOR_WORD = re.compile(r"<!--\[if\s+[^\]!]*\]>(.*?)<!\[endif\]-->", re.DOTALL | re.IGNORECASE)
_NOT_FOR_WORD = re.compile(
    r"<!--\[if\s+!\s*mso[^\]]*\]>(?:<!)?-->.*?<!--\s*<!\[endif\]-->", re.DOTALL | re.IGNORECASE
)
_WORD_SETTINGS = re.compile(r"<xml\b.*?</xml\s*>", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
_BODY = re.compile(r"<body\b([^>]*)>(.*?)(?:</body\s*>|</html\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_HEAD_END = re.compile(r"</head\s*>|(?=<body\b)", re.IGNORECASE)
_SCHEME_META = re.compile(
    r"""(<meta\b[^>]*\bname=["']?(?:supported-)?color-schemes?["']?[^>]*\bcontent=)(["'])[^"']*\2""",
    re.IGNORECASE,
)
_STYLED = re.compile(
    r"""<(?P<tag>[a-z][a-z0-9]*)\b(?P<before>[^<>]*?)\bstyle=(?P<quote>["'])(?P<css>.*?)(?P=quote)""",
    re.DOTALL | re.IGNORECASE,
)
_DECLARATION = re.compile(r"\s*(?P<name>[-a-z]+)\s*:\s*(?P<value>[^;]*);?", re.IGNORECASE)
_PREFERS = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)

# What Word's own engine does not know; on which elements it heeds the box is in the second table.
_NOT_IN_WORD = {
    *("max-width", "min-width", "max-height", "min-height", "background-image", "background-size"),
    *("border-radius", "box-shadow", "opacity", "position", "float", "overflow", "object-fit", "word-break"),
    *("overflow-wrap", "hyphens", "filter", "transform", "flex", "grid-template-columns", "gap"),
}
_NO_BOX_IN_WORD = {"a", "div", "p", "span", "img", "body"}
_BOX = {"width", "height", "padding", "padding-top", "padding-right", "padding-bottom", "padding-left"}
_MARGINS = {"margin", "margin-left", "margin-right"}

# Gmail drops all style above this, and any block with an @-rule inside an @-rule.
GMAIL_STYLE_BYTES = 16_384

_INVERT = """html { filter: invert(1) hue-rotate(180deg); background: #fff; }
img { filter: invert(1) hue-rotate(180deg); }"""
# WCAG 2.2, 1.4.12: nothing may be lost when a reader sets text this wide.
_SPACING = """* {
  line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important;
}
p { margin-bottom: 2em !important; }"""


def as_it_is(html: str) -> str:
    return html


def without_style(html: str) -> str:
    """Every `<style>` gone, as in the Gmail app with another provider's account."""
    return _STYLE.sub("", html)


def without_dark(html: str) -> str:
    """The mail's own dark colours gone, as in a program that does not ask for them and darkens by itself."""
    text = _STYLE.sub(lambda found: f"<style>{_without_unknown_media(found[1])}</style>", html)
    return _SCHEME_META.sub(r"\g<1>\g<2>light\g<2>", text)


def inverted(html: str) -> str:
    """Light becomes dark and the reverse, pictures apart, as Outlook and Gmail do on some phones."""
    return with_sheet(html, _INVERT)


def spaced(html: str) -> str:
    """Text as wide as WCAG says a reader may set it."""
    return with_sheet(html, _SPACING)


def gmail_like(html: str) -> str:
    """The mail inside a webmail page of 13 px Arial, `<body>` become a `<div>`, comments gone."""
    sheets = [css for css in _STYLE.findall(_COMMENT.sub("", html)) if not _has_nested_rule(css)]
    kept = "\n".join(_without_unknown_media(css) for css in sheets)
    if len(kept.encode()) > GMAIL_STYLE_BYTES:
        kept = ""
    return _webmail_page(html, kept)


def ganga_like(html: str) -> str:
    """The same without any `<style>`: the Gmail app with an account that is not Google's."""
    return _webmail_page(without_style(html), "")


def word_like(html: str) -> str:
    """Comments for Word opened, and all gone that its engine does not know."""
    text = _NOT_FOR_WORD.sub("", html)
    text = _WORD_SETTINGS.sub("", _FOR_WORD.sub(r"\1", text))
    text = _STYLE.sub(lambda found: f"<style>{_without_at_rules(found[1])}</style>", text)
    return _STYLED.sub(_as_word_reads, text)


def scheme(html: str, *, is_dark: bool) -> str:
    """The mail by day or in the dark, whatever the system of who looks prefers."""
    wanted = "dark" if is_dark else "light"
    text = _PREFERS.sub(lambda found: "(min-width: 0)" if found[1].lower() == wanted else "(width < 0)", html)
    text = _SCHEME_META.sub(rf"\g<1>\g<2>{wanted}\g<2>", text)
    return with_sheet(text, f":root {{ color-scheme: {wanted}; }}")


def without_images(html: str) -> str:
    """Every picture refused: its address is emptied, its alternative text stays."""
    return re.sub(
        r"""(<img\b[^>]*?\bsrc(?:set)?=)(["']).*?\2""", r'\1"data:,"', html, flags=re.DOTALL | re.IGNORECASE
    )


def shown_as(html: str, *, is_dark: bool, has_images: bool) -> str:
    """A page for the frame of the preview: in the colours asked for, with links that open beside it."""
    text = scheme(html if has_images else without_images(html), is_dark=is_dark)
    found = _HEAD_END.search(text)
    start = found.start() if found else 0
    return f'{text[:start]}<base target="_blank">{text[start:]}'


def with_sheet(html: str, css: str) -> str:
    """The page with one more style sheet at the end of its head."""
    sheet = f"<style>{css}</style>"
    found = _HEAD_END.search(html)
    return f"{html[: found.start()]}{sheet}{html[found.start() :]}" if found else sheet + html


def _webmail_page(html: str, css: str) -> str:
    found = _BODY.search(_COMMENT.sub("", html))
    attributes, body = (found[1], found[2]) if found else ("", html)
    return f"""<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Postvak</title><style>
body {{ margin: 0; background: #f6f8fc; color: #222; font: 13px/1.5 Arial, sans-serif; }}
.postvak {{ padding: 16px; font-size: 14px; background: #fff; border-bottom: 1px solid #e0e0e0; }}
.bericht {{ margin: 0; background: #fff; }}
{css}
</style></head><body><div class="postvak">Postvak IN – nabootsing</div>
<div class="bericht"><div{attributes}>{body}</div></div></body></html>"""


def _blocks(css: str) -> list[tuple[str, str]]:
    """The rules of a sheet as (what stands before the brace, the whole rule); forgives what is not closed."""
    found, depth, start, opened = [], 0, 0, 0
    for place, sign in enumerate(css):
        if sign == "{":
            opened = place if depth == 0 else opened
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
            if depth == 0:
                found.append((css[start:opened].strip(), css[start : place + 1]))
                start = place + 1
    return found


def _is_at_rule(selector: str) -> bool:
    return _css_comment(selector).strip().startswith("@")


def _css_comment(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def _has_nested_rule(css: str) -> bool:
    return any(
        _is_at_rule(before) and "@" in rule[len(before) + 1 :] for before, rule in _blocks(_css_comment(css))
    )


def _without_unknown_media(css: str) -> str:
    """Gmail knows widths in @media and not what a reader prefers."""
    rules = _blocks(_css_comment(css))
    return "".join(rule for before, rule in rules if "prefers-" not in before and "data-ogs" not in before)


def _without_at_rules(css: str) -> str:
    rules = _blocks(_css_comment(css))
    kept = "".join(rule for before, rule in rules if not _is_at_rule(before) and "[" not in before)
    return re.sub(r"\{([^{}]*)\}", lambda found: "{" + _word_css(found[1], "td") + "}", kept)


def _as_word_reads(found: re.Match[str]) -> str:
    css = _word_css(found["css"], found["tag"].lower())
    return f"<{found['tag']}{found['before']}style={found['quote']}{css}{found['quote']}"


def _word_css(css: str, tag: str) -> str:
    kept = []
    for one in _DECLARATION.finditer(css):
        name, value = one["name"].lower(), one["value"].strip()
        if name in _NOT_IN_WORD or (name in _BOX and tag in _NO_BOX_IN_WORD):
            continue
        if name in _MARGINS and "auto" in value.split():
            continue
        if name == "display" and value.split(" ")[0] not in ("none", "block", "inline"):
            continue
        kept.append(f"{name}:{value}")
    return ";".join(kept)


Transform = Callable[[str], str]
