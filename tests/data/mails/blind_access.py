"""Defects that hurt readers who listen, enlarge, read slowly or see little contrast; all in the HTML."""

from .blind_edits import LINK_STYLE, TextDefect, TextEdit, introduce, link_to, picture, say, swap

BUTTON = (
    '<table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr>'
    '<td align="center" bgcolor="#e17000" style="background-color:#e17000; padding:14px 24px 14px 24px">'
    '<a href="@url@" style="color:#ffffff; font-size:17px; text-decoration:underline">Lees het verhaal</a>'
    "</td></tr></table>"
)
DATES = (
    '<table border="0" cellpadding="4" cellspacing="0" style="margin:0 0 14px 0">'
    "<tr><td><b>Regio</b></td><td><b>Start</b></td><td><b>Plaatsen</b></td></tr>"
    "<tr><td>Noorderveld</td><td>12 januari</td><td>24</td></tr>"
    "<tr><td>Lindewaard</td><td>9 februari</td><td>30</td></tr></table>"
)


def _html(name: str, why: str, apply: TextEdit) -> TextDefect:
    return TextDefect(name=name, why=why, target="html", apply=apply)


ACCESS = (
    _html(
        "lang-missing",
        "A screen reader set to English reads the Dutch with English sounds: the page names no language.",
        swap(r"(<html[^>]*?) lang=\"nl\"", r"\1"),
    ),
    _html(
        "lang-english",
        "The template came from an English kit: every word is pronounced as English.",
        swap(r'lang="nl"', 'lang="en"', count=0),
    ),
    _html(
        "lang-only-on-html",
        "Webmail throws <html> away, and with it the only place that named the language.",
        swap(r"(<div[^>]*?) lang=\"nl\"", r"\1", count=0),
    ),
    _html(
        "title-empty",
        "The web version has no name in the tab, and a screen reader opens with the address instead.",
        swap(r"<title>.*?</title>", "<title></title>"),
    ),
    _html(
        "title-of-the-tool",
        "The tab and the bookmark say ‘Naamloos document’: nobody finds this issue again.",
        swap(r"<title>.*?</title>", "<title>Naamloos document</title>"),
    ),
    _html(
        "headings-skip-a-level",
        "Who walks through the headings hears level 1, then 4, and thinks that a part is missing.",
        swap(r"<h2\b(.*?)</h2>", r"<h4\1</h4>"),
    ),
    _html(
        "two-first-headings",
        "Two titles of level 1: the list of headings no longer shows what the mail is and what a section is.",
        swap(r"<h2\b(.*?)</h2>", r"<h1\1</h1>"),
    ),
    _html(
        "no-first-heading",
        "The name of the newsletter is only large text; a blind reader cannot jump to the top.",
        swap(r"<h1\b(.*?)</h1>", r"<p\1</p>"),
    ),
    _html(
        "heading-empty",
        "An editor emptied a heading and left its tag: the screen reader says ‘heading level 2’ and nothing.",
        introduce('<h2 style="margin:0; font-size:24px; font-weight:bold"></h2>'),
    ),
    _html(
        "heading-faked",
        "A bold paragraph plays heading: it can be seen but not jumped to.",
        introduce('<p style="margin:0; font-size:24px"><b>Extra nieuws deze maand</b></p>'),
    ),
    _html(
        "image-without-alt",
        "A screen reader reads the file name out; with images blocked Outlook shows an empty box.",
        picture('src="https://@host@/2026-12/beeld.png" width="200" height="100"'),
    ),
    _html(
        "image-alt-is-file-name",
        "The alt text was filled by the upload: ‘IMG underscore 4711 def 2 dot jpg’ is read out.",
        picture('src="https://@host@/b/IMG_4711_def2.jpg" alt="IMG_4711_def2.jpg" width="200" height="100"'),
    ),
    _html(
        "image-alt-says-nothing",
        "‘Afbeelding, afbeelding’: the reader hears that there is something, never what.",
        picture('src="https://@host@/2026-12/beeld.png" alt="afbeelding" width="200" height="100"'),
    ),
    _html(
        "image-is-the-message",
        "The invitation is a flyer of 560 by 800: date and place are nowhere in letters, alt says two words.",
        picture('src="https://@host@/2026-12/flyer.png" alt="Uitnodiging congres" width="560" height="800"'),
    ),
    _html(
        "linked-image-without-name",
        "A link around an image with empty alt: a screen reader can only say ‘link’.",
        say(
            f'<a href="@url@" {LINK_STYLE}><img src="https://@host@/2026-12/beeld.png" alt="" width="200"'
            ' height="100" border="0" style="display:block"></a>'
        ),
    ),
    _html(
        "link-empty",
        "The words were deleted, the link stayed: a tab stop that says nothing.",
        link_to("@url@", ""),
    ),
    _html(
        "link-says-click-here",
        "In a list of links ‘klik hier’ tells nothing, and on a phone nobody clicks.",
        say(f'Het verslag staat online, <a href="@url@" {LINK_STYLE}>klik hier</a>.'),
    ),
    _html(
        "link-is-a-bare-address",
        "A screen reader spells the whole address letter by letter; on a phone it does not fit either.",
        link_to("@url@", "https://@host@/documenten/2026/12/03/rapport-voortgang-jeugd-definitief-v2.html"),
    ),
    _html(
        "same-words-two-targets",
        "Two links of the same words to different pages: out of their context nobody can tell them apart.",
        say(
            f'Twee verslagen: <a href="@url@" {LINK_STYLE}>het verslag</a> en '
            f'<a href="https://@host@/tweede-verslag" {LINK_STYLE}>het verslag</a>.'
        ),
    ),
    _html(
        "link-by-colour-alone",
        "In running text the link differs in colour only: who is colour-blind does not see it.",
        say('Lees het <a href="@url@" style="color:#0f5257; text-decoration:none">hele verslag</a> nog.'),
    ),
    _html(
        "text-looks-like-a-link",
        "Underlined words that lead nowhere: readers tap and think that the mail is broken.",
        say("Let op: <u>aanmelden kan tot en met vrijdag</u>."),
    ),
    _html(
        "contrast-too-low",
        "Light grey on cream: unreadable in sunlight and for ageing eyes.",
        introduce('<p style="margin:0 0 14px 0; color:#b8b8b8">Aanmelden kan tot en met 1 februari.</p>'),
    ),
    _html(
        "button-contrast-too-low",
        "White on orange (3.2 to 1) in the most important button of the mail.",
        introduce(BUTTON),
    ),
    _html(
        "letters-too-small",
        "The conditions stand in 9 pixels: nobody of fifty reads them on a phone.",
        introduce('<p style="margin:0 0 14px 0; font-size:9px">Aan dit bericht ontleen je geen rechten.</p>'),
    ),
    _html(
        "paragraph-in-capitals",
        "A paragraph in capitals shouts, has no word shapes, and some screen readers spell it.",
        say("DE AANVRAAG VOOR DE SUBSIDIE SLUIT DIT JAAR EERDER DAN VORIG JAAR, NAMELIJK OP EEN MAANDAG."),
    ),
    _html(
        "text-justified",
        "Justified text has rivers of white on a narrow phone, hard for readers with dyslexia.",
        introduce(
            '<p style="margin:0 0 14px 0; text-align:justify">Aanmelden kan tot en met 1 februari, '
            "bij het secretariaat van je eigen regio.</p>"
        ),
    ),
    _html(
        "layout-table-read-as-data",
        "Without role=presentation a screen reader announces ‘table, one column, thirty rows’.",
        swap(r"<table role=\"presentation\"", "<table"),
    ),
    _html(
        "data-table-without-headers",
        "Real figures with bold cells instead of th: ‘24’ is read without saying of what.",
        introduce(DATES),
    ),
    _html(
        "list-of-dashes",
        "A list typed with dashes: no ‘list of three items’, and lines that wrap under the dash.",
        say("- lokale teams<br>- scholen<br>- huisartsen"),
    ),
    _html(
        "all-hidden-from-listeners",
        "aria-hidden on the wrapper: eyes see a mail, ears hear an empty one.",
        swap(r"role=\"article\"", 'role="article" aria-hidden="true"'),
    ),
    _html(
        "zoom-forbidden",
        "The viewport forbids enlarging: who needs bigger letters cannot have them.",
        swap(r"initial-scale=1", "initial-scale=1, maximum-scale=1, user-scalable=no"),
    ),
    _html(
        "direction-missing",
        "Without dir a client of a reader with an Arabic or Hebrew setting lays the mail out from the right.",
        swap(r" dir=\"ltr\"", "", count=0),
    ),
    _html(
        "same-id-twice",
        "Two parts with one id: jumps and labels end at the wrong one.",
        introduce(
            '<p id="agenda" style="margin:0">Agenda</p><p id="agenda" style="margin:0">Vooruitblik</p>'
        ),
    ),
    _html(
        "english-not-marked",
        "A quote in English inside a Dutch mail without lang=en: unintelligible when read aloud.",
        say("Read more about what families have told us and how the teams are learning from their stories."),
    ),
)
