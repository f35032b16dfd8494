"""Single defects that a careful professional wants a mail checker to report.

They were written without knowledge of the rules that exist, from what goes wrong in newsletters of
ministries and municipalities, and work on any mail of our templates. Some add an element to carry the defect;
`HARMLESS` holds the same additions without a defect. So a defect counts as found only when the checker says
something about it that it says neither of the good mail nor of a harmless edit.
"""

from .blind_access import ACCESS
from .blind_clients import CLIENTS
from .blind_editing import EDITING
from .blind_edits import (
    BytesDefect,
    Defect,
    TextDefect,
    head,
    introduce,
    link_to,
    more_headers,
    picture,
    rules,
    say,
)
from .blind_message import MESSAGES, TEXTS

DEFECTS: tuple[Defect, ...] = (*ACCESS, *CLIENTS, *EDITING, *TEXTS, *MESSAGES)

TABLE = (
    '<table border="1" cellpadding="4" cellspacing="0" style="margin:0 0 14px 0">'
    '<caption style="caption-side:top; text-align:left">Wanneer begint welke regio?</caption>'
    '<tr><th scope="col" align="left" style="text-align:left">Regio</th>'
    '<th scope="col" align="left" style="text-align:left">Start</th></tr>'
    "<tr><td>Noorderveld</td><td>12 januari</td></tr><tr><td>Lindewaard</td><td>9 februari</td></tr></table>"
)

HARMLESS: tuple[Defect, ...] = (
    TextDefect("paragraph", "Nothing is wrong.", "html", say("Aanmelden kan tot en met 1 februari.")),
    TextDefect("known-link", "Nothing is wrong.", "html", link_to("@url@")),
    TextDefect(
        "new-link", "Not in the plain text; else right.", "html", link_to("https://verslag.example/2026")
    ),
    TextDefect(
        "image",
        "Nothing is wrong.",
        "html",
        picture(
            'src="https://@host@/2026-12/beeld.png" alt="Drie mensen in gesprek" width="200" height="100"'
        ),
    ),
    TextDefect("table-of-data", "Nothing is wrong.", "html", introduce(TABLE)),
    TextDefect("style-rule", "Nothing is wrong.", "html", rules(".kader { color: #1f2f2e; }")),
    TextDefect(
        "meta", "Nothing is wrong.", "html", head('<meta name="description" content="Nieuws van deze maand">')
    ),
    TextDefect("one-more-line", "Nothing is wrong.", "text", lambda text: f"{text}\nTot volgende maand.\n"),
    BytesDefect("one-more-header", "Nothing is wrong.", more_headers("Content-Language: nl")),
)
