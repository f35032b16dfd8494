"""Defects in the plain text, and in the headers and parts of the complete message."""

from .blind_edits import (
    BytesDefect,
    BytesEdit,
    TextDefect,
    TextEdit,
    header,
    more_headers,
    no_header,
    parts,
    swap,
    swap_bytes,
)

RULE = r"-{20,}\n"


def _text(name: str, why: str, apply: TextEdit) -> TextDefect:
    return TextDefect(name=name, why=why, target="text", apply=apply)


def _eml(name: str, why: str, apply: BytesEdit) -> BytesDefect:
    return BytesDefect(name=name, why=why, apply=apply)


def _end(words: str) -> TextEdit:
    return lambda text: f"{text.rstrip()}\n\n{words}\n"


def _html_first(message: bytes) -> bytes:
    delimiter, (plain, html), top = parts(message)
    return top + delimiter + html + delimiter + plain + delimiter + b"--\r\n"


def _html_only(message: bytes) -> bytes:
    delimiter, (_, html), top = parts(message)
    return top + delimiter + html + delimiter + b"--\r\n"


def _text_only(message: bytes) -> bytes:
    delimiter, (plain, _), top = parts(message)
    return top + delimiter + plain + delimiter + b"--\r\n"


def _with_attachment(message: bytes) -> bytes:
    delimiter, (plain, html), top = parts(message)
    attached = (
        b"\r\nContent-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document\r\n"
        b'Content-Disposition: attachment; filename="concept nieuwsbrief v3.docx"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\nUEsDBAoAAAAAAA==\r\n"
    )
    return b"".join((top, delimiter, plain, delimiter, html, delimiter, attached, delimiter, b"--\r\n"))


def _last_delimiter_gone(message: bytes) -> bytes:
    delimiter, _, _ = parts(message)
    before, found, _ = message.rpartition(delimiter + b"--")
    assert found, "no closing delimiter"
    return before


def _bare_line_ends(message: bytes) -> bytes:
    changed = message.replace(b"\r\n", b"\n", 40)
    assert changed != message, "no CRLF"
    return changed


def _with_a_line_of_1200_bytes(message: bytes) -> bytes:
    delimiter, (plain, html), top = parts(message)
    line = b"Lees verder in dit nummer. " * 45 + b"\r\n"
    return b"".join((top, delimiter, plain, line, delimiter, html, delimiter, b"--\r\n"))


TEXTS = (
    _text("text-empty", "Who reads plain text gets a blank mail.", swap(r"\A.*\Z", "\n")),
    _text(
        "text-is-an-excuse",
        "‘Your program shows no HTML’: the blind reader who chose plain text gets nothing else.",
        swap(r"\A.*\Z", "Je e-mailprogramma kan geen HTML tonen. Bekijk de webversie: %%WEBVERSIE%%\n"),
    ),
    _text(
        "text-with-tags",
        "Tags and entities read as code.",
        _end("<strong>Let op</strong>&nbsp;aanmelden kan nog."),
    ),
    _text(
        "text-with-code-left",
        "The reader is greeted as {{ voornaam }}.",
        _end("Dag {{ voornaam }}, tot volgende maand."),
    ),
    _text("text-mangled", "â€™ instead of an apostrophe.", swap("’", "â€™")),
    _text(
        "text-lost-a-link",
        "An item is announced, but its address is gone.",
        swap(r"\n  https?://\S+\n", "\n"),
    ),
    _text(
        "text-lost-a-section",
        "Readers of plain text miss a section.",
        swap(rf"{RULE}Agenda\n{RULE}.*?(?={RULE})", ""),
    ),
    _text(
        "text-lost-a-heading",
        "Items of two sections run into one.",
        swap(rf"{RULE}Publicaties\n{RULE}\n", ""),
    ),
    _text(
        "text-lost-unsubscribe", "No way out in plain text.", swap(r"Meld je af[^\n]*\n%%AFMELDEN%%\n?", "")
    ),
    _text(
        "text-placeholder-misspelled",
        "The sending system does not fill it.",
        swap("%%WEBVERSIE%%", "%%WEBVERSI%%", count=0),
    ),
    _text(
        "text-of-last-month",
        "The plain part is the one of an older issue.",
        swap(r"Nieuwsbrief \w+ (\d{4})", r"Nieuwsbrief augustus \1"),
    ),
    _text(
        "text-address-torn",
        "A line break inside an address: the tap opens half.",
        swap(r"(https?://\S{20})(\S+)", r"\1\n\2"),
    ),
    _text(
        "text-in-one-line",
        "No line ends: a paragraph of 900 characters on one line.",
        swap(r"(?<=[a-z,])\n(?=[a-z])", " ", count=0),
    ),
    _text(
        "text-address-not-in-the-mail",
        "An address that the HTML does not have.",
        _end("https://elders.example/oude-pagina"),
    ),
)

MESSAGES = (
    _eml("from-missing", "No sender: refused by most receivers.", no_header("From")),
    _eml(
        "from-without-name",
        "The inbox shows an address where a name should be.",
        header("From", "nieuwsbrief@nieuwsbrief.example.nl"),
    ),
    _eml(
        "from-elsewhere",
        "Sender and list on other domains: DMARC fails, mail lands in spam.",
        header("From", "Thuis Veilig <post@gratismail.example>"),
    ),
    _eml(
        "from-twice",
        "Two From headers: RFC 5322 allows one, Gmail refuses.",
        more_headers("From: Iemand anders <ander@elders.example>"),
    ),
    _eml(
        "reply-to-nobody",
        "Who answers, with a question or a story, reaches nobody.",
        header("Reply-To", "noreply@example.nl"),
    ),
    _eml("subject-missing", "(geen onderwerp) in the inbox.", no_header("Subject")),
    _eml("subject-empty", "An empty subject: nobody opens it.", header("Subject", "")),
    _eml(
        "subject-is-a-test", "TEST went out to everybody.", header("Subject", "TEST v3: nieuwsbrief december")
    ),
    _eml(
        "subject-of-a-forward",
        "FW: shows that it was mailed by hand.",
        header("Subject", "FW: Nieuwsbrief december"),
    ),
    _eml(
        "subject-shouts",
        "Capitals and exclamation marks: spam in eyes and filters.",
        header("Subject", "LAATSTE KANS!!! MELD JE NU AAN!!!"),
    ),
    _eml(
        "subject-too-long",
        "A phone shows thirty-five characters of it.",
        header(
            "Subject",
            "Nieuwsbrief van het programma met nieuws uit alle regio's,\r\n"
            " de subsidies, de agenda, de publicaties, de podcast en nog veel meer dat je deze\r\n"
            " maand wilt weten en lezen",
        ),
    ),
    _eml(
        "subject-with-code-left",
        "{{ titel }} in the inbox.",
        header("Subject", "{{ titel }} - nieuwsbrief december"),
    ),
    _eml(
        "subject-torn",
        "An encoded word without end: the inbox shows =?utf-8?b?…",
        header("Subject", "=?utf-8?b?RcOpbiBwbGFu"),
    ),
    _eml(
        "subject-mangled",
        "Ã©Ã©n in the inbox: encoded twice.",
        header("Subject", "=?utf-8?q?=C3=83=C2=A9=C3=83=C2=A9n_vast_gezicht?="),
    ),
    _eml(
        "subject-raw-bytes",
        "Latin-1 bytes in a header: question marks, or refused.",
        swap_bytes(rb"(?m)(?<=^Subject:)[^\r\n]*", b" E\xe9n vast gezicht"),
    ),
    _eml(
        "subject-twice",
        "Two subjects: clients choose differently.",
        more_headers("Subject: Nieuwsbrief november"),
    ),
    _eml("date-missing", "Sorted anywhere, and scored as spam.", no_header("Date")),
    _eml(
        "date-of-1970",
        "A clock at zero: the mail sinks to the bottom of the inbox.",
        header("Date", "Thu, 01 Jan 1970 00:00:00 +0000"),
    ),
    _eml("date-unreadable", "A Dutch date is no date.", header("Date", "do 3 dec. 2026 9:00")),
    _eml(
        "message-id-missing", "Gmail refuses or adds one; replies lose their thread.", no_header("Message-ID")
    ),
    _eml(
        "message-id-of-a-laptop",
        "An id at localhost tells of a script, and filters know it.",
        header("Message-ID", "<4711@localhost>"),
    ),
    _eml("mime-version-missing", "A strict client shows the raw source.", no_header("MIME-Version")),
    _eml(
        "list-id-missing", "Filters and vacation replies do not know that it is a list.", no_header("List-Id")
    ),
    _eml(
        "unsubscribe-header-missing",
        "No unsubscribe button in the client; Gmail and Yahoo ask for it.",
        no_header("List-Unsubscribe"),
    ),
    _eml(
        "unsubscribe-by-mail-only",
        "One click is impossible by mailto alone.",
        header("List-Unsubscribe", "<mailto:afmelden@example.nl>"),
    ),
    _eml(
        "unsubscribe-over-http",
        "RFC 8058 wants https.",
        header("List-Unsubscribe", "<http://nieuwsbrief.example.nl/afmelden>"),
    ),
    _eml(
        "unsubscribe-without-brackets",
        "Without < > clients ignore the address.",
        header("List-Unsubscribe", "%%AFMELDEN%%"),
    ),
    _eml(
        "one-click-missing",
        "Without the Post header the click leads to a page at best.",
        no_header("List-Unsubscribe-Post"),
    ),
    _eml("one-click-misspelled", "Only one value counts.", header("List-Unsubscribe-Post", "One-Click")),
    _eml(
        "readers-in-to",
        "All subscribers see each other: a data breach.",
        more_headers("To: een@school.example, twee@gemeente.example, drie@team.example"),
    ),
    _eml(
        "readers-in-bcc",
        "A Bcc header left in the message shows who got it.",
        more_headers("Bcc: een@school.example, twee@gemeente.example"),
    ),
    _eml(
        "receipt-asked",
        "A read receipt is tracking with a pop-up.",
        more_headers("Disposition-Notification-To: redactie@example.nl"),
    ),
    _eml(
        "marked-urgent",
        "A newsletter is not urgent; filters score it.",
        more_headers("X-Priority: 1 (Highest)\r\nImportance: high"),
    ),
    _eml(
        "inner-network-shown",
        "A Received line of the editor’s laptop shows names of the inner network.",
        more_headers(
            "Received: from LT-4711.kantoor.intern.example ([10.1.2.3]) by mail.intern.example;\r\n"
            " Thu, 03 Dec 2026 08:58:00 +0100"
        ),
    ),
    _eml(
        "headers-cut",
        "An empty line amid the headers: the rest shows as source text.",
        swap_bytes(rb"(?m)^MIME-Version", b"\r\nMIME-Version"),
    ),
    _eml(
        "bom-before-headers",
        "A byte order mark makes the first header unknown: here the sender is lost.",
        lambda mail: b"\xef\xbb\xbf" + mail,
    ),
    _eml("html-first", "The last part is shown: everybody gets plain text.", _html_first),
    _eml("html-only", "No plain part: text readers see source, filters add points.", _html_only),
    _eml("text-only", "The designed mail was left out.", _text_only),
    _eml(
        "parts-mixed",
        "mixed instead of alternative: the mail is shown twice.",
        swap_bytes(rb"multipart/alternative", b"multipart/mixed"),
    ),
    _eml(
        "html-sent-as-text",
        "The HTML part is called text/plain: source text for all.",
        swap_bytes(rb"text/html", b"text/plain"),
    ),
    _eml("attachment", "The concept in Word travels with it.", _with_attachment),
    _eml(
        "boundary-differs",
        "The parts are never found: a blank mail.",
        swap_bytes(rb'boundary="', b'boundary="x'),
    ),
    _eml("last-boundary-missing", "The message was cut off while saving.", _last_delimiter_gone),
    _eml(
        "charset-ascii",
        "UTF-8 text called ASCII: é is a question mark.",
        swap_bytes(rb'charset="utf-8"', b'charset="us-ascii"'),
    ),
    _eml("charset-unnamed", "Each client guesses.", swap_bytes(rb'; charset="utf-8"', b"")),
    _eml(
        "encoding-unnamed",
        "Quoted-printable that is not called so: =E2=80=99 in the text.",
        swap_bytes(rb"(?m)^Content-Transfer-Encoding: quoted-printable\r?\n", b""),
    ),
    _eml("line-ends-mixed", "Bare LF among CRLF: servers refuse it, signatures break.", _bare_line_ends),
    _eml(
        "line-over-998",
        "Servers break or refuse lines over 998 bytes; the signature fails.",
        _with_a_line_of_1200_bytes,
    ),
)
