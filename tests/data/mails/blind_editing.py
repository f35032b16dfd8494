"""Accidents of editing: what copying, pasting, hurry and half-finished text leave behind; all in the HTML."""

from .blind_edits import LINK_STYLE, TextDefect, TextEdit, introduce, link_to, say, swap

LONG = (
    "Omdat de regio’s, die elk op hun eigen manier en in hun eigen tempo, maar wel binnen de kaders die "
    "daarvoor in overleg met alle organisaties zijn vastgesteld, werken aan de voorbereiding van de "
    "teams, niet allemaal tegelijk kunnen beginnen, is besloten dat de termijn, die eerder was "
    "bepaald op een half jaar, onder voorwaarden die nog nader worden uitgewerkt, kan worden verlengd."
)


def _html(name: str, why: str, apply: TextEdit) -> TextDefect:
    return TextDefect(name=name, why=why, target="html", apply=apply)


EDITING = (
    _html("letters-mangled", "regioâ€™s: every reader sees that nobody looked.", swap("’", "â€™")),
    _html(
        "letter-replaced",
        "A black diamond where a letter was lost.",
        say("Het geld is voor co\ufffdrdinatie."),
    ),
    _html(
        "entity-escaped-twice",
        "Readers see &eacute; and &nbsp; as code.",
        say("Neem er &amp;eacute;&amp;eacute;n mee."),
    ),
    _html("markdown-left", "Stars instead of bold.", say("Dit is **heel belangrijk** voor je team.")),
    _html(
        "markdown-link-left",
        "The link shows as brackets and cannot be tapped.",
        say("Zie [het verslag](@url@)."),
    ),
    _html(
        "template-code-left",
        "The reader is greeted as {{ voornaam }}.",
        say("Dag {{ voornaam }}, goed dat je er bent."),
    ),
    _html(
        "merge-tag-left", "A tag of another sending system stays as it is.", say("Beste *|FNAME|*, welkom.")
    ),
    _html(
        "blank-to-fill-left",
        "Somebody forgot to fill the date in.",
        say("De bijeenkomst is op [datum invullen]."),
    ),
    _html(
        "filler-text",
        "Filler Latin went out.",
        say("Lorem ipsum dolor sit amet, consectetur adipiscing elit."),
    ),
    _html("marked-as-test", "A test mark in the real mail.", say("TEST - NIET VERSTUREN")),
    _html(
        "note-of-the-editor",
        "A note to a colleague is printed, and may embarrass a minister.",
        say("Het budget wordt verdubbeld. [NOG CHECKEN bij woordvoering!!]"),
    ),
    _html("letters-instead-of-a-number", "A number that still had to come.", say("Bel ons op 0800-XXXXXX.")),
    _html(
        "comment-with-an-embargo",
        "A comment nobody sees in the mail, and everybody in its source.",
        introduce("<!-- woordvoering: embargo tot dinsdag, minister heeft nog niet getekend -->"),
    ),
    _html(
        "word-paste",
        "Word’s own classes and o:p: odd gaps and Times New Roman in half of the clients.",
        introduce(
            "<p class=MsoNormal style='margin-bottom:0cm;mso-fareast-language:NL'>"
            "<span style='font-family:\"Calibri\",sans-serif'>Aanmelden kan nog.<o:p>&nbsp;</o:p></span></p>"
        ),
    ),
    _html(
        "tracked-changes-left",
        "The struck old number stands beside the new one.",
        say("Er is <del>20</del><ins>25</ins> miljoen euro beschikbaar."),
    ),
    _html(
        "bullet-from-a-symbol-font",
        "A bullet from Word’s Symbol font is an empty box for everybody else.",
        say("\uf0b7 Lokale teams"),
    ),
    _html(
        "invisible-letter",
        "A zero-width space breaks searching and makes odd breaks.",
        say("Hand\u200breiking voor teams"),
    ),
    _html(
        "control-letter",
        "A vertical tab from a slide: not allowed in HTML, shown as a box.",
        say("Samen\x0bveilig"),
    ),
    _html(
        "space-by-line-breaks",
        "Five breaks make a hole on a phone, ‘blank, blank’ when read.",
        say("Tot ziens.<br><br><br><br><br>"),
    ),
    _html(
        "paragraphs-empty",
        "Three empty paragraphs from the editor: gaps that differ in every client.",
        introduce("<p>&nbsp;</p>" * 3),
    ),
    _html(
        "item-twice",
        "The same item stands in the mail twice.",
        swap(r"(<h3\b[^>]*>(?:(?!</h3>).)*<a .*?</h3>)(.*?</p>)", r"\1\2\1\2"),
    ),
    _html(
        "month-of-the-last-issue",
        "The band still says another month than the rest: readers doubt what is new.",
        swap(r">Nieuwsbrief \w+ (\d{4})<", r">Nieuwsbrief augustus \1<"),
    ),
    _html(
        "reader-addressed-as-u",
        "One ‘u’ amid ‘je’: two voices in one mail.",
        say("Wilt u meer weten? Neem dan contact op met uw regio."),
    ),
    _html("sentence-without-end", "Seventy words in one sentence: far over B1.", say(LONG)),
    _html(
        "number-of-a-citizen",
        "A citizen service number in the text: a data breach by mail.",
        say("Het gaat om bsn 999990019."),
    ),
    _html(
        "euro-torn-from-number",
        "The sign stays behind on the line above its number.",
        say("Per regio is € 25.000 beschikbaar."),
    ),
    _html("link-to-nowhere", "href=# was a placeholder: tapping does nothing.", link_to("#")),
    _html("link-without-address", "An empty href opens the mail itself, or nothing.", link_to("")),
    _html("link-to-a-missing-part", "A jump to a part that is not in this mail.", link_to("#sprekers")),
    _html(
        "link-without-scheme",
        "www… without https is taken for a file beside the mail.",
        link_to("www.verslag.example/2026"),
    ),
    _html(
        "link-with-scheme-twice",
        "https://https:// leads to a host called https.",
        link_to("https://https://verslag.example/2026"),
    ),
    _html(
        "link-with-a-space",
        "A space inside the address: cut off there by many clients.",
        link_to("https://verslag.example/mijn verslag"),
    ),
    _html(
        "link-over-http",
        "Not encrypted: who shares the wifi sees what is read.",
        link_to("http://verslag.example/2026"),
    ),
    _html(
        "link-to-own-disk",
        "A file on the editor’s drive: works for one person.",
        link_to("file:///G:/Communicatie/verslag.docx"),
    ),
    _html("link-to-own-machine", "localhost was for testing.", link_to("http://localhost:8000/verslag")),
    _html(
        "link-to-a-test-site",
        "The acceptance site asks for a password, or shows unfinished pages.",
        link_to("https://acceptatie.verslag.example/2026"),
    ),
    _html(
        "link-to-a-number",
        "An IP address looks like phishing, and has no certificate.",
        link_to("http://192.0.2.14/verslag"),
    ),
    _html(
        "link-to-the-intranet",
        "A SharePoint link from the editor’s own organisation: readers meet a login wall.",
        link_to("https://organisatie.sharepoint.com.example/:w:/r/sites/team/verslag.docx?web=1"),
    ),
    _html(
        "link-rewritten-by-outlook",
        "Copied from a mail: Safe Links shows no target, expires, and holds the editor’s address.",
        link_to(
            "https://nld01.safelinks.protection.outlook.com.example/?url=https%3A%2F%2Fverslag.example%2F"
            "&amp;data=05%7C02%7Credactie%40gemeente.example%7C&amp;reserved=0"
        ),
    ),
    _html(
        "link-shortened",
        "Nobody sees where it leads, filters distrust it.",
        link_to("https://bit.ly.example/3xYz9Q"),
    ),
    _html(
        "link-says-another-host",
        "The words name one site, the link opens another: exactly what people are taught to fear.",
        say(f'<a href="@url@" {LINK_STYLE}>www.rijksnieuws.example</a>'),
    ),
    _html(
        "mailto-broken",
        "No @ in the address: the reader’s mail comes back.",
        link_to("mailto:redactie.example.nl", "Mail de redactie"),
    ),
)
