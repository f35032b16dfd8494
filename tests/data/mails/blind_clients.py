"""Defects that show, or hide, something in some mail client, and those that spy; all in the HTML."""

from .blind_edits import LINK_STYLE, TextDefect, TextEdit, head, introduce, link_to, picture, rules, say, swap

SOUND = (
    "Regio’s, scholen en huisartsen vertellen in dit nummer wat zij dit jaar hebben geleerd, wat nog "
    "schuurt, en wat zij volgend jaar samen anders willen doen voor gezinnen die hulp zoeken."
)
SMALL = 'width="200" height="100"'


def _html(name: str, why: str, apply: TextEdit) -> TextDefect:
    return TextDefect(name=name, why=why, target="html", apply=apply)


CLIENTS = (
    _html(
        "script",
        "Clients strip it, filters quarantine the mail for it.",
        introduce("<script>document.title = 'Nieuwsbrief';</script>"),
    ),
    _html(
        "inline-event",
        "onclick never runs in a mail, and makes a filter distrust it.",
        say(f'<a href="@url@" onclick="return true" {LINK_STYLE}>Lees het verhaal van deze maand</a>'),
    ),
    _html(
        "form-in-the-mail",
        "A poll with fields: Outlook shows no fields, Gmail warns, and what was typed is lost.",
        introduce(
            '<form action="https://@host@/poll" method="post"><label>Je mening '
            '<input type="text" name="mening"></label> <button type="submit">Verstuur</button></form>'
        ),
    ),
    _html(
        "film-embedded",
        "A pasted player: every client removes the frame and the reader sees a hole.",
        introduce(
            '<iframe src="https://video.example/embed/42" title="Film" width="536" height="300"></iframe>'
        ),
    ),
    _html(
        "film-as-video",
        "A video element that plays by itself: shown by few clients, silent hole or noise for the rest.",
        introduce('<video src="https://@host@/film.mp4" autoplay width="536" height="300"></video>'),
    ),
    _html(
        "drawing-as-inline-svg",
        "The logo as inline svg: Gmail and Outlook drop it, so the sender is gone.",
        introduce(
            '<svg role="img" aria-label="Logo" width="40" height="40"><circle cx="20" cy="20" r="18"/></svg>'
        ),
    ),
    _html(
        "image-as-svg-file",
        "An svg file as image: blank in Gmail and in Outlook on Windows.",
        picture(f'src="https://@host@/2026-12/beeld.svg" alt="Drie mensen in gesprek" {SMALL}'),
    ),
    _html(
        "image-as-webp",
        "WebP came out of the website: Outlook on Windows shows a red cross.",
        picture(f'src="https://@host@/2026-12/beeld.webp" alt="Drie mensen in gesprek" {SMALL}'),
    ),
    _html(
        "image-as-data",
        "A picture pasted as base64: Gmail and Outlook do not show it, and it eats the size limit.",
        picture(f'src="data:image/png;base64,iVBORw0KGgo=" alt="Drie mensen in gesprek" {SMALL}'),
    ),
    _html(
        "image-from-the-clipboard",
        "cid: or a local file as source: only the editor’s own machine ever shows it.",
        picture(f'src="file:///C:/Users/redactie/Pictures/beeld.png" alt="Drie mensen in gesprek" {SMALL}'),
    ),
    _html(
        "image-over-http",
        "Gmail’s proxy gets it, other clients warn about unsafe content or block it.",
        picture(f'src="http://@host@/2026-12/beeld.png" alt="Drie mensen in gesprek" {SMALL}'),
    ),
    _html(
        "image-without-width",
        "A photo of 4000 pixels without width: Outlook shows it at full size and blows up the column.",
        picture('src="https://@host@/2026-12/beeld.png" alt="Drie mensen in gesprek"'),
    ),
    _html(
        "image-wider-than-the-mail",
        "width=1200 in a column of 600: Word ignores max-width, so readers scroll sideways.",
        picture('src="https://@host@/beeld.png" alt="Drie mensen in gesprek" width="1200" height="400"'),
    ),
    _html(
        "table-wider-than-a-phone",
        "A table of 800 pixels pasted from elsewhere: on a phone all text becomes tiny.",
        introduce(
            '<table role="presentation" width="800" border="0" cellpadding="0" cellspacing="0" '
            'style="width:800px"><tr><td>Aanmelden kan tot en met 1 februari.</td></tr></table>'
        ),
    ),
    _html(
        "placed-absolutely",
        "Outlook and Gmail drop position: the label lands on top of, or under, other text.",
        introduce('<div style="position:absolute; top:0; right:0">Nieuw</div>'),
    ),
    _html(
        "columns-with-flex",
        "Word knows no flex: the columns come out under each other, without their space.",
        introduce('<div style="display:flex"><div>Lokale teams</div><div>Scholen</div></div>'),
    ),
    _html(
        "white-on-a-background-image",
        "White text on an image with no colour behind it: images blocked means white on white.",
        introduce("<div style=\"background-image:url('https://@host@/b.png'); color:#ffffff\">Kom ook</div>"),
    ),
    _html(
        "dark-text-stays-dark",
        "A fixed dark colour without a class: in dark mode the paper turns dark and this line vanishes.",
        introduce('<p style="margin:0 0 14px 0; color:#1f2f2e">Aanmelden kan tot en met 1 februari.</p>'),
    ),
    _html(
        "dark-colours-without-declaring",
        "The meta color-scheme is gone: Apple Mail inverts on its own and our dark colours do not apply.",
        swap(r'<meta name="color-scheme"[^>]*>\n?', ""),
    ),
    _html(
        "style-from-outside",
        "A linked stylesheet is never loaded by a mail client, and when it is, it counts readers.",
        head('<link rel="stylesheet" href="https://stijl.example/mail.css">'),
    ),
    _html(
        "font-from-outside",
        "Each opening asks a third party for a font: a leak, and Outlook falls back to Times.",
        rules("@import url('https://fonts.googleapis.com.example/css2?family=Lato');"),
    ),
    _html(
        "style-too-long",
        "Over 16 KB of style: Gmail drops the block, so phone and dark mode are gone.",
        rules("\n".join(f".oud-{number} {{ color: #1f2f2e; font-size: 17px; }}" for number in range(420))),
    ),
    _html(
        "rule-inside-a-rule",
        "An @media inside @supports: Gmail throws the whole block away.",
        rules("@supports (display: grid) { @media (max-width: 480px) { .pad { padding: 0 } } }"),
    ),
    _html(
        "style-brace-missing",
        "A lost brace: all rules after it count for phones only, or Gmail drops the block.",
        swap(r"\}\n\}", "}"),
    ),
    _html(
        "style-in-the-body",
        "A style block pasted with a fragment: Gmail ignores style outside the head.",
        introduce("<style>.kader { color: #1f2f2e; }</style>"),
    ),
    _html(
        "conditional-not-closed",
        "One [endif] lost: Outlook, or everybody, misses the rest of the mail.",
        swap(r"<!\[endif\]-->(\n?<table)", r"\1"),
    ),
    _html(
        "ghost-table-not-closed",
        "The closing half of the Outlook table is gone: its column and footer fall apart there.",
        swap(r"<!--\[if mso\]></td></tr></table><!\[endif\]-->", ""),
    ),
    _html(
        "ghost-table-gone",
        "No Outlook table: Word ignores max-width and sets lines over the whole of a wide screen.",
        swap(r"<!--\[if mso\]>(?:</td></tr></table>|<table[^\n]*?)<!\[endif\]-->\n?", "", count=0),
    ),
    _html(
        "table-not-closed",
        "One </table> was deleted: clients repair it each in their own way.",
        swap("</table>", ""),
    ),
    _html(
        "clipped-by-gmail",
        "Over 102 KB: Gmail cuts the mail, and with it the footer and the link to unsubscribe.",
        introduce(
            "\n".join(f'<p style="margin:0 0 14px 0">{number}. {SOUND}</p>' for number in range(1, 400))
        ),
    ),
    _html(
        "class-on-body",
        "Roundcube drops every style rule when the body has a class.",
        swap("<body ", '<body class="mail" '),
    ),
    _html(
        "two-semicolons",
        "`;;` in an inline style: Roundcube loses what follows.",
        introduce('<p style="margin:0 0 14px 0;; line-height:1.5">Aanmelden kan tot 1 februari.</p>'),
    ),
    _html(
        "colour-from-a-variable",
        "var() inline: Outlook and others drop the colour and fall back to one nobody chose.",
        introduce('<p style="margin:0 0 14px 0; color:var(--inkt)">Aanmelden kan tot 1 februari.</p>'),
    ),
    _html(
        "colour-in-new-notation",
        "rgb(0 0 0 / 80%) is unknown to most clients: they drop the declaration.",
        introduce('<p style="margin:0 0 14px 0; color:rgb(0 0 0 / 80%)">Aanmelden kan tot 1 februari.</p>'),
    ),
    _html(
        "size-in-rem",
        "rem means nothing in Word: the text falls back to a size nobody chose.",
        introduce('<p style="margin:0 0 14px 0; font-size:1.1rem">Aanmelden kan tot 1 februari.</p>'),
    ),
    _html(
        "viewport-missing",
        "A phone lays the web version out at 980 pixels: everything is tiny.",
        swap(r'<meta name="viewport"[^>]*>\n?', ""),
    ),
    _html(
        "charset-wrong",
        "The head says ISO-8859-1 while the bytes are UTF-8: é turns into two odd letters once saved.",
        swap(r'<meta charset="utf-8">', '<meta charset="iso-8859-1">'),
    ),
    _html("doctype-missing", "Without doctype browsers go to quirks mode.", swap(r"<!DOCTYPE html>\n?", "")),
    _html(
        "base-address",
        "A base element bends every link in clients that keep it.",
        head('<base href="https://oud.example/">'),
    ),
    _html(
        "refreshes-itself",
        "A meta refresh sends the reader of the web version away, and looks like phishing to a filter.",
        head('<meta http-equiv="refresh" content="5; url=https://elders.example/">'),
    ),
    _html(
        "hidden-words",
        "Text that only filters see: the sign of spam, and screen readers may read it.",
        introduce('<p style="font-size:0; line-height:0; color:#fffdf9">gratis subsidie geld winnen</p>'),
    ),
    _html(
        "preheader-missing",
        "The inbox shows ‘Bekijk deze nieuwsbrief in je browser’ beside the subject.",
        swap(r"<div[^>]*display:none[^>]*>.*?</div>\n?", ""),
    ),
    _html(
        "preheader-in-sight",
        "The preview line was meant to be hidden and now stands loose above the band.",
        swap(r"display:none; mso-hide:all; max-height:0; overflow:hidden", "margin:0"),
    ),
    _html(
        "pixel",
        "A one-pixel image tells the sender when and where somebody reads, unasked: unlawful.",
        introduce('<img src="https://@host@/o/7f3a91.gif" alt="" width="1" height="1" border="0">'),
    ),
    _html(
        "campaign-parameters",
        "utm parameters follow the reader into the statistics of the site.",
        link_to(
            "https://@host@/verslag?utm_source=nieuwsbrief&amp;utm_medium=email&amp;utm_campaign=december"
        ),
    ),
    _html(
        "click-counter",
        "The link goes by way of a counter: the reader cannot see where it leads, and is recorded.",
        link_to("https://klik.mailverzender.example/c/9f2e71a0?u=https%3A%2F%2F@host@%2Fverslag"),
    ),
    _html(
        "address-in-a-link",
        "A subscriber’s address in the link lands in server logs and in every forwarded mail.",
        link_to("https://@host@/voorkeuren?email=jo.voorbeeld%40gemeente.example"),
    ),
    _html(
        "key-in-a-link",
        "The editor’s own session in the link: who clicks is logged in as the editor.",
        link_to("https://@host@/beheer/artikel?session=5d41402abc4b2a76b9719d911017c592"),
    ),
    _html(
        "unsubscribe-gone",
        "No way out in the mail: readers press ‘spam’, and the law asks for it.",
        swap(r" of <a href=\"%%AFMELDEN%%\".*?</a>", ""),
    ),
    _html(
        "unsubscribe-misspelled",
        "The sending system fills %%AFMELDEN%%, not this: the link leads nowhere for everybody.",
        swap("%%AFMELDEN%%", "%%AFMELDN%%", count=0),
    ),
)
