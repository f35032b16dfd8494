"""Opens a Word document as the zip file it is, and refuses what must be dealt with in Word first."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from lxml import etree

from pipeline.errors import StoryError

MAX_UNPACKED = 50_000_000
MAX_ENTRIES = 2_000
MAX_PACKED = 30_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Both spellings of the namespace: that of Word, and that of its "strict" form.
_WORD = "wordprocessingml"
_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo", "delText", "delInstrText"})
_CELL_CHANGES = frozenset({"cellIns", "cellDel", "cellMerge"})
_COMMENTS = frozenset({"comment", "commentReference", "commentRangeStart"})
_OFF = frozenset({"0", "false", "off"})
_MARKUP = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<")

_NOT_WHOLE = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError),
)

_SAVE = "Sla het verhaal in Word op als ‘Word-document (.docx)’ en probeer het opnieuw."


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a document that may be converted, and what was left behind, in Dutch."""

    notes: tuple[str, ...]


def refuse_unfit(body: bytes, path: str) -> Parts:
    """Raises StoryError, in Dutch, for a document that cannot or may not be converted."""
    entries = _unpack(body, path)
    trees = {name: tree for name, part in entries.items() if (tree := _tree(part, path)) is not None}
    _refuse_kind(entries, path)
    _refuse_unseen(trees, path)
    return Parts(tuple(_notes(entries, trees)))


def _unpack(body: bytes, path: str) -> dict[str, bytes]:
    if len(body) > MAX_PACKED:
        _stop(
            path, "dit bestand is te groot. Haal de beelden eruit en zet die los in de map van het verhaal."
        )
    if body.startswith(_OLE):
        if _ENCRYPTED in body:
            _stop(
                path,
                "dit document heeft een wachtwoord. Haal het er in Word af (Bestand > Info > Document "
                "beveiligen > Versleutelen met wachtwoord, en maak het vak leeg). Sla het op en probeer het "
                "opnieuw.",
            )
        _stop(path, f"dit is een document van een oude Word (.doc). {_SAVE}")
    if not body.startswith(b"PK"):
        _stop(path, f"dit is geen Word-document. {_SAVE}")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_ENTRIES or sum(info.file_size for info in infos) > MAX_UNPACKED:
                _stop(path, "uitgepakt is dit document te groot. Kopieer de tekst naar een nieuw document.")
            if any(info.flag_bits & 0x1 for info in infos):
                _stop(path, f"dit document is versleuteld. {_SAVE}")
            names = [info.filename for info in infos]
            if len(set(names)) != len(names):
                _broken(path)
            return {info.filename: archive.read(info) for info in infos if not info.is_dir()}
    except _NOT_WHOLE as error:
        _broken(path, error)


def _broken(path: str, error: BaseException | None = None) -> NoReturn:
    message = "dit document is beschadigd. Open het in Word, sla het onder een andere naam op en probeer dat."
    raise StoryError(path, message) from error


def _stop(path: str, message: str) -> NoReturn:
    raise StoryError(path, message)


def _refuse_kind(entries: Mapping[str, bytes], path: str) -> None:
    kind = entries.get("mimetype", b"")
    if b"opendocument" in kind:
        _stop(path, f"dit is een document van LibreOffice of OpenOffice. {_SAVE}")
    types = entries.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in entries):
        _stop(path, f"in dit document zitten macro’s (.docm), en die nemen we niet aan. {_SAVE}")
    if b"wordprocessingml" not in types:
        _stop(path, f"dit is geen Word-document. {_SAVE}")


def _tree(part: bytes, path: str) -> etree._Element | None:
    """Parses what looks like markup, whatever its name; a DOCTYPE has no place in a document."""
    if not _MARKUP.match(part[:200]):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        _broken(path, error)
    if b"<!DOCTYPE" in part or root.getroottree().docinfo.internalDTD is not None:
        _broken(path)
    return root


def _refuse_unseen(trees: Mapping[str, etree._Element], path: str) -> None:
    found = {name for tree in trees.values() for name in _word_names(tree)}
    faults = []
    if found & (_CHANGES | _CELL_CHANGES) or any(name.endswith("Change") for name in found):
        faults.append(
            "er staan wijzigingen in die nog niet zijn geaccepteerd, en daarin kan een naam staan die eruit "
            "moest. Kies in Word Controleren > Accepteren > Alle wijzigingen accepteren en bijhouden stoppen."
        )
    if found & _COMMENTS:
        faults.append(
            "er staan opmerkingen in. Kies in Word Controleren > Verwijderen > Alle opmerkingen in document "
            "verwijderen."
        )
    if _has_hidden(trees):
        faults.append(
            "er staat verborgen tekst in. Kies in Word Bestand > Info > Controleren op problemen > Document "
            "controleren, en daar bij ‘Verborgen tekst’ Alles verwijderen."
        )
    if faults:
        _stop(path, " Ook dit: ".join(faults) + " Sla het document op en probeer het opnieuw.")


def _word_names(tree: etree._Element) -> Iterator[str]:
    for element in tree.iter(etree.Element):
        name = etree.QName(element)
        if name.namespace and _WORD in name.namespace:
            yield name.localname


def _has_hidden(trees: Mapping[str, etree._Element]) -> bool:
    """Hidden by its own mark, or by a style that is used somewhere."""
    hidden_styles: set[str] = set()
    used: set[str] = set()
    for tree in trees.values():
        for element in tree.iter(etree.Element):
            name = etree.QName(element).localname
            if name == "vanish" and _value(element) not in _OFF:
                styles = (one for one in element.iterancestors() if etree.QName(one).localname == "style")
                style = next(styles, None)
                if style is None:
                    return True
                hidden_styles.add(_attribute(style, "styleId"))
            elif name in ("pStyle", "rStyle"):
                used.add(_value(element))
    return bool(hidden_styles & used)


def _value(element: etree._Element) -> str:
    return _attribute(element, "val")


def _attribute(element: etree._Element, wanted: str) -> str:
    for name, value in element.attrib.items():
        if etree.QName(str(name)).localname == wanted:
            return str(value)
    return ""


def _notes(entries: Mapping[str, bytes], trees: Mapping[str, etree._Element]) -> Iterator[str]:
    """What stays behind in the document, each in a sentence."""
    parts = {name.rpartition("/")[2]: tree for name, tree in trees.items()}
    heads = [tree for name, tree in parts.items() if re.match(r"(?:header|footer)\d*\.xml", name)]
    if any(str(text).strip() for tree in heads for text in tree.itertext()):
        yield "De kop- en voettekst van het document zijn niet overgenomen."
    if any("/embeddings/" in f"/{name}" for name in entries):
        yield "Een ingevoegd bestand of object is niet overgenomen."
    local = {etree.QName(one).localname for tree in trees.values() for one in tree.iter(etree.Element)}
    if "altChunk" in local:
        yield "Een ingevoegd document is niet overgenomen."
    if "oMath" in local:
        yield "Een formule is niet overgenomen."
    if "tbl" in local:
        yield "Van een tabel is elke rij een alinea geworden. Kijk of dat leest."
    outside = [one for tree in trees.values() for one in tree.iter(etree.Element) if _is_linked_picture(one)]
    if outside:
        yield "Een beeld dat niet in het document zelf zit, is niet overgenomen."


def _is_linked_picture(element: etree._Element) -> bool:
    return etree.QName(element).localname == "blip" and bool(_attribute(element, "link"))
