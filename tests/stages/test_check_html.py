"""A good mail has no findings, and each defect in it is found by its own rule and by no other."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import EmailLimits, Finding, Severity
from pipeline.stages.check import check_html

HERE = Path(__file__).parent
GOOD = (HERE / "good.html").read_text(encoding="utf-8")
OTHER = (HERE / "other_maker.html").read_text(encoding="utf-8")
LIMITS = EmailLimits()

LINK = '<a href="https://onderzoek.example/rapporten/veilig-opgroeien?taal=nl" style="color:#1d4f91;">'
LINK_TEXT = "Het rapport op onderzoek.example"
PICTURE = '<img src="https://nieuwsbrief.example/beeld/tafel.jpg" width="536" height="240" '
ALT = 'alt="Zes mensen praten aan een lange houten tafel"'
LOGO_ALT = 'alt="Programma Samen Veilig, naar de website"'
SENTENCE = "Onderzoekers spraken met tachtig ouders."
PREHEADER = "Drie verhalen uit de wijk, een nieuw rapport en vijf data voor je agenda."
GHOST_START = (
    '<!--[if mso]>\n<table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0" '
    'border="0"><tr><td>\n<![endif]-->'
)
GHOST_END = "<!--[if mso]>\n</td></tr></table>\n<![endif]-->"
OUTSIDE = (
    '"%%WEBVERSIE%%" style="color:#1d4f91;text-decoration:underline;">Bekijk deze nieuwsbrief in je browser'
)
WAY_OUT = '<a href="%%AFMELDEN%%" style="color:#1d4f91;">Meld je af voor de nieuwsbrief</a>'
SAFELINK = "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2F&amp;data=x"
PHONE_RULE = "    .kolom { width: 100% !important; }\n"
HEADER_ROLE = (
    '<table role="presentation" cellpadding="0" cellspacing="0" border="0">\n<tr>\n<td align="center" bg'
)


def to(address: str) -> tuple[str, str]:
    return LINK, f'<a href="{address}" style="color:#1d4f91;">'


def after_sentence(markup: str) -> tuple[str, str]:
    return SENTENCE, f"{SENTENCE} {markup}"


# code -> (what is replaced, by what); one place of the good mail each.
DEFECTS: list[tuple[str, tuple[str, str]]] = [
    ("doctype-missing", ("<!DOCTYPE html>\n", "")),
    ("charset-missing", ('<meta charset="utf-8">\n', "")),
    ("charset-not-utf8", ('<meta charset="utf-8">', '<meta charset="iso-8859-1">')),
    ("viewport-missing", ('<meta name="viewport" content="width=device-width, initial-scale=1">\n', "")),
    ("viewport-fixed", ("initial-scale=1", "initial-scale=1, user-scalable=no")),
    ("title-missing", ("Nieuwsbrief december: samen aan tafel", " ")),
    ("table-role-missing", (HEADER_ROLE, HEADER_ROLE.replace(' role="presentation"', ""))),
    ("table-role-wrong", ('<table width="100%"', '<table role="presentation" width="100%"')),
    ("table-scope-missing", ('<th scope="col" align="left"', '<th align="left"')),
    ("heading-skipped", ("Eén gezicht voor het hele gezin</h3>", "Eén gezicht</h3><h5>Dieper</h5>")),
    ("h1-missing", (">Samen aan tafel</h1>", ' hidden="">Samen aan tafel</h1>')),
    ("h1-repeated", after_sentence("<h1>Nog een titel</h1>")),
    ("heading-empty", after_sentence("<h3>&nbsp;</h3>")),
    ("id-duplicate", after_sentence('<b id="a">een</b> <b id="a">twee</b>')),
    (
        "tag-unbalanced",
        (f"{LINK_TEXT}</a> telt veertig bladzijden.</p>\n</td>", f"{LINK_TEXT}</a> telt.</p>\n"),
    ),
    ("mso-comment-unbalanced", ("</xml>\n<![endif]-->", "</xml>\n-->")),
    ("mso-ghost-unbalanced", (GHOST_END, GHOST_END.replace("</table>", ""))),
    ("lang-missing", ('<html lang="nl"', "<html")),
    ("lang-not-dutch", ('<html lang="nl"', '<html lang="en"')),
    ("lang-body-missing", ('<div lang="nl" dir="ltr">', '<div dir="ltr">')),
    ("placeholder-left", (SENTENCE, "Beste {{ voornaam }},")),
    ("placeholder-left", (SENTENCE, "Beste {% naam %},")),
    ("placeholder-left", (SENTENCE, "Beste %%VOORNAAM%%,")),
    ("placeholder-left", (SENTENCE, "Beste *|FNAME|*,")),
    ("placeholder-left", (SENTENCE, "Lorem ipsum dolor.")),
    ("placeholder-left", (SENTENCE, "TODO nog schrijven.")),
    ("placeholder-left", (SENTENCE, "Op XXX december.")),
    ("placeholder-left", (SENTENCE, "Met [naam] in gesprek.")),
    ("placeholder-left", ("10 december</td>", "None</td>")),
    ("placeholder-left", ("10 december</td>", "undefined</td>")),
    ("placeholder-left", to("https://agenda.example/None/les")),
    ("placeholder-left", to("%25%25AFMELDEN%25%25")),
    ("placeholder-left", ('"%%WEBVERSIE%%"', '"%%Webversie%%"')),
    ("mojibake", ("Eén gezicht", "EÃ©n gezicht")),
    ("mojibake", (SENTENCE, "Dat is de wijkâ€™s idee.")),
    ("mojibake", ("Eén gezicht", "E\ufffdn gezicht")),
    ("mojibake", ("€&nbsp;2.500", "â‚¬ 2.500")),
    ("markup-visible", after_sentence("ouders &amp;amp; kinderen")),
    ("markup-visible", after_sentence("&lt;p&gt;alinea&lt;/p&gt;")),
    ("amount-breakable", ("€&nbsp;2.500", "€ 2.500")),
    ("word-long", ("Vragen?", "Toegankelijkheidsverklaring?")),
    ("preheader-missing", (PREHEADER, "")),
    ("preheader-length", (PREHEADER, "Drie verhalen.")),
    ("preheader-length", (PREHEADER, PREHEADER * 2)),
    ("preheader-filler", (PREHEADER, PREHEADER + "&zwnj;&nbsp;" * 30)),
    ("unsubscribe-missing", (WAY_OUT, "Tot de volgende keer")),
    ("web-version-missing", (OUTSIDE, '"tel:+31000000000">Bel ons')),
    ("link-text-empty", (LINK_TEXT, "")),
    ("link-text-vague", (LINK_TEXT, "Lees meer »")),
    ("link-text-vague", (LINK_TEXT, "klik hier")),
    ("link-text-vague", (LINK_TEXT, "<b>Hier</b>")),
    ("link-text-vague", (LINK_TEXT, "Read more")),
    ("link-empty", to("#")),
    ("link-empty", to("")),
    ("link-href-missing", (LINK, "<a>")),
    ("link-relative", to("/rapporten/veilig")),
    ("link-relative", to("www.onderzoek.example")),
    ("link-relative", to("//onderzoek.example/rapport")),
    ("link-scheme", to("javascript:alert(1)")),
    ("link-scheme", to("file:///C:/rapport.pdf")),
    ("link-scheme", to("ftp://onderzoek.example/rapport")),
    ("link-malformed", to("https://")),
    ("link-malformed", to("https://https://onderzoek.example/")),
    ("link-malformed", to("https://onderzoek .example/")),
    ("link-malformed", to("https://[onderzoek/")),
    ("link-local", to("https://localhost:8000/rapport")),
    ("link-local", to("https://192.168.1.4/rapport")),
    ("link-credentials", to("https://naam:geheim@onderzoek.example/")),
    ("link-http", to("http://onderzoek.example/rapport")),
    ("link-shortener", to("https://bit.ly/abc")),
    ("link-text-mismatch", (LINK_TEXT, "www.heel-anders.example")),
    ("link-anchor-missing", to("#agenda")),
    ("link-anchor", (f"{LINK}{LINK_TEXT}", f'<a href="#hier" id="hier">{LINK_TEXT}')),
    ("link-tracking", to("https://onderzoek.example/rapport?utm_source=mail")),
    ("link-tracking", ("beeld/tafel.jpg", "beeld/tafel.jpg?mc_eid=123")),
    ("link-safelink", to(SAFELINK)),
    ("link-redirector", to("https://voorbeeld.us1.list-manage.com/track/click?u=1")),
    ("image-alt-missing", (ALT, "")),
    ("image-alt-missing", (LOGO_ALT, "")),
    ("image-alt-empty-linked", (LOGO_ALT, 'alt=""')),
    ("image-alt-filename", (ALT, 'alt="tafel_v2.jpg"')),
    ("image-alt-vague", (ALT, 'alt="Foto"')),
    ("image-alt-long", (ALT, f'alt="{"lang " * 40}"')),
    ("image-width-missing", (PICTURE, PICTURE.replace('width="536" ', ""))),
    ("image-width-percent", (PICTURE, PICTURE.replace('"536"', '"100%"'))),
    ("image-src-missing", (PICTURE, '<img width="536" height="240" ')),
    ("image-src-relative", (PICTURE, PICTURE.replace("https://nieuwsbrief.example", ""))),
    ("image-src-data", ("https://nieuwsbrief.example/beeld/tafel.jpg", "data:image/png;base64,AAAA")),
    ("image-src-http", (PICTURE, PICTURE.replace("https:", "http:"))),
    ("image-svg", ("tafel.jpg", "tafel.svg")),
    ("image-svg", after_sentence("<svg width='9' height='9'></svg>")),
    ("image-format-new", ("tafel.jpg", "tafel.webp")),
    ("tracking-pixel", after_sentence('<img src="https://t.example/o" width="1" height="1" alt="">')),
    ("tracking-pixel", after_sentence('<img src="https://t.example/o" width="0" alt="" style="height:0">')),
    (
        "font-remote",
        ("<style>\n", "<style>\n@font-face { font-family: A; src: url(https://a.example/a.woff2); }\n"),
    ),
    (
        "font-remote",
        ("<style>", '<link rel="stylesheet" href="https://fonts.googleapis.com/css2?a=b"><style>'),
    ),
    ("script-present", ("</head>", "<script>var a = '<p>';</script></head>")),
    ("event-handler", ("<h1 ", '<h1 onclick="a()" ')),
    ("form-present", after_sentence('<form action="https://a.example/"></form>')),
    ("form-present", after_sentence('<input name="q">')),
    ("frame-present", after_sentence('<iframe src="https://a.example/"></iframe>')),
    ("media-present", after_sentence('<video src="https://a.example/a.mp4"></video>')),
    ("meta-refresh", ("<title>", '<meta http-equiv="refresh" content="0"><title>')),
    ("base-present", ("<title>", '<base href="https://a.example/"><title>')),
    ("css-external", ("<style>", '<link rel="stylesheet" href="https://a.example/a.css"><style>')),
    ("css-external", ("<style>\n", "<style>\n@import 'https://a.example/a.css';\n")),
    ("style-in-body", after_sentence("<style>.z { color: red; }</style>")),
    ("css-at-rule-nested", (PHONE_RULE, PHONE_RULE + "@media print { .a { color: red !important; } }")),
    ("css-unbalanced", (PHONE_RULE, PHONE_RULE + "}")),
    ("css-variable", (PHONE_RULE, PHONE_RULE + ".a { color: var(--kleur) !important; }")),
    ("css-colour-modern", (PHONE_RULE, PHONE_RULE + ".a { color: rgb(1 2 3) !important; }")),
    ("css-colour-alpha", ("margin:0 auto;", "margin:0 auto;background-color:rgba(0,0,0,.1);")),
    ("css-function", ("margin:0 auto;", "margin:0 auto;min-height:max(10px,20px);")),
    ("css-unit", ("margin:0 auto;", "margin:0 auto;padding:1.5rem;")),
    ("css-layout", ("margin:0 auto;", "margin:0 auto;display:flex;")),
    ("css-position", ("margin:0 auto;", "margin:0 auto;position:absolute;")),
    (
        "css-background-image",
        ("margin:0 auto;", "margin:0 auto;background-image:url(https://a.example/a.png);"),
    ),
    (
        "css-colour-modern-inline",
        ("margin:0 auto;", "margin:0 auto;border-top:1px solid rgb(1 2 3);"),
    ),
    ("css-double-semicolon", ("margin:0 auto;", "margin:0 auto;;")),
    ("css-important-missing", (" !important", "")),
    ("dark-rules-missing", ("prefers-color-scheme: dark", "min-width: 700px")),
    ("body-class", ("<body ", '<body class="a" ')),
    ("link-padding", (f"{LINK}", f'{LINK[:-2]}display:inline-block;padding:9px;">')),
    ("width-too-large", ("max-width:600px;", "max-width:600px;width:700px;")),
    ("mso-line-height-missing", ("mso-line-height-rule:exactly;", "")),
    ("font-small", ('<p style="margin:0;">Vragen', '<p style="margin:0;font-size:10px;">Vragen')),
    ("contrast-low", ('<p style="margin:0;">Vragen', '<p style="margin:0;color:#a0a8b0;">Vragen')),
]


def codes(html: str, limits: EmailLimits = LIMITS) -> set[str]:
    return {finding.code for finding in check_html(html, path="mail.html", limits=limits)}


def test_the_good_mail_has_no_findings() -> None:
    assert check_html(GOOD, path="good.html", limits=LIMITS) == ()


def test_a_decent_mail_of_another_maker_has_nothing_blocking() -> None:
    findings = check_html(OTHER, path="other_maker.html", limits=LIMITS)

    assert [finding for finding in findings if finding.severity is Severity.BLOCKING] == []


@pytest.mark.parametrize(("code", "change"), DEFECTS, ids=[f"{n}-{one[0]}" for n, one in enumerate(DEFECTS)])
def test_a_defect_is_found_by_its_own_rule_alone(code: str, change: tuple[str, str]) -> None:
    old, new = change
    assert old in GOOD

    assert codes(GOOD.replace(old, new)) == {code}


def test_a_mail_without_tables_for_outlook_is_told_so() -> None:
    assert codes(GOOD.replace(GHOST_START, "").replace(GHOST_END, "")) == {"mso-ghost-missing"}


def test_an_empty_mail_is_blocked() -> None:
    for nothing in ("", "<html lang='nl'><body></body></html>", "<!-- niets -->"):
        assert "body-empty" in codes(nothing)


def test_a_mail_without_a_direction_is_told_so() -> None:
    assert codes(GOOD.replace(' dir="ltr"', "")) == {"dir-missing"}


def test_a_mail_over_the_limit_is_blocked_and_one_near_it_is_warned() -> None:
    size = len(GOOD.encode())

    assert codes(GOOD, EmailLimits(clip_bytes=size - 1, advice_bytes=1)) == {"size-clipped"}
    assert codes(GOOD, EmailLimits(clip_bytes=size, advice_bytes=size - 1)) == {"size-large"}
    assert codes(GOOD, EmailLimits(clip_bytes=size, advice_bytes=size)) == set()


def test_seventeen_kilobytes_of_style_are_too_much() -> None:
    rules = ".a { color: red !important; }\n" * 600

    html = GOOD.replace(PHONE_RULE, PHONE_RULE + "}" + rules + "@media print {")

    assert codes(html) == {"style-large"}


def test_a_finding_says_where_and_how_to_mend_it() -> None:
    html = GOOD.replace(LINK_TEXT, "hier")
    before = html[: html.index(f"{LINK}hier</a>")]
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1

    assert check_html(html, path="mail.html", limits=LIMITS) == (
        Finding(
            code="link-text-vague",
            severity=Severity.ADVICE,
            path="mail.html",
            message="De tekst van deze link zegt niet waar hij heen gaat: ‘hier’.",
            hint="Noem wat de lezer te zien krijgt, bijvoorbeeld ‘Lees het rapport over lokale teams’.",
            line=line,
            column=column,
            excerpt=f"{LINK[:89]}…",
        ),
    )


def test_a_tag_over_more_lines_is_placed_where_it_begins() -> None:
    html = GOOD.replace(PICTURE + ALT, '  <img\n   src="https://nieuwsbrief.example/a.png"\n   width="536"\n')
    place = html[: html.index("<img\n")]

    (finding,) = check_html(html, path="mail.html", limits=LIMITS)

    assert (finding.code, finding.line, finding.column) == ("image-alt-missing", place.count("\n") + 1, 3)


def test_findings_come_in_the_order_of_the_file_and_the_file_as_a_whole_first() -> None:
    html = GOOD.replace(ALT, "").replace("<!DOCTYPE html>\n", "").replace(LINK_TEXT, "")

    findings = check_html(html, path="mail.html", limits=LIMITS)

    assert [finding.code for finding in findings] == [
        "doctype-missing",
        "image-alt-missing",
        "link-text-empty",
    ]


def test_a_safe_link_is_never_repeated() -> None:
    findings = check_html(GOOD.replace(*to(SAFELINK)), path="mail.html", limits=LIMITS)

    assert "outlook.com" not in repr(findings)


@pytest.mark.parametrize(
    "harmless",
    [
        "<!-- TODO: {{ naam }} -->",
        "<!--[if !mso]><!--><p>Alleen buiten Outlook</p><!--<![endif]-->",
        '<img src="https://nieuwsbrief.example/lijn.png" width="536" height="1" alt="">',
        '<img src="cid:beeld" width="10" height="10" alt="Een stip">',
        '<a href="https://a.example/x"><img src="https://a.example/a.png" width="9" alt=""> Lees over X</a>',
        '<a href="https://a.example/x" aria-label="Lees meer over het rapport over X">Lees meer</a>',
        '<a name="plek"></a>',
        "<!--[if mso]><style>@media screen {.a {color:red}}</style><![endif]-->",
        "<b style='word-break:break-word'>Toegankelijkheidsverklaring</b>",
        "De vergadering in zaal None So Vile is undefined, zei de spreker.",
        '<a href="https://www.a.example/">a.example</a>',
    ],
)
def test_what_only_looks_like_a_defect_is_left_alone(harmless: str) -> None:
    assert codes(GOOD.replace(*after_sentence(harmless))) == set()


@given(st.text() | st.text(alphabet="<>!-[]&;/=\"' aif{}%@:\n"))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_stumble(html: str) -> None:
    findings = check_html(html, path="mail.html", limits=LIMITS)

    places = [(one.line or 0, one.column or 0, one.code) for one in findings]
    assert places == sorted(places)
    assert len(set(findings)) == len(findings)


@given(
    at=st.integers(0, len(GOOD)),
    length=st.integers(0, 400),
    put=st.sampled_from(["", "<", '"', "<!--", "<a href=", "\x00", "é"]),
)
@settings(max_examples=100, deadline=None)
def test_no_damage_to_a_mail_makes_it_stumble(at: int, length: int, put: str) -> None:
    check_html(GOOD[:at] + put + GOOD[at + length :], path="mail.html", limits=LIMITS)


@pytest.mark.parametrize(
    "piece",
    [
        *("<", "<div>", "<!--[if mso]>", '<a href="', "{", "<style>@import ", "&amp;", "<table><tr><td>"),
        *("<a>", "<p>", "<s>", "‘", "[naam", "<br> &nbsp;", '<b aria-hidden="true">', "<li>a", "..", "u je "),
        '<a href="https://a.example/" style="text-decoration:none">a b</a> ',
        '<img src="https://a.example/b.png" alt="x">',
        '<div style="font-size:20px;font-weight:bold">a',
        "<style>@media (prefers-color-scheme: dark){.a .b{color:#111111!important}",
        '<span class="a b" style="color:#111111">a',
    ],
)
def test_a_hundred_kilobytes_of_anything_takes_a_moment(piece: str) -> None:
    html = piece * (100_000 // len(piece))
    started = time.process_time()

    check_html(html, path="mail.html", limits=LIMITS)

    assert time.process_time() - started < 3
