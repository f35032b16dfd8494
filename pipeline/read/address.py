"""E-mail addresses: which we take, and when two are one. Nothing is asked of the network.

Refused is what mail cannot reach in the form that everybody accepts: quoted or internationalised local parts,
hosts without a dot, numbers for hosts. The domain is kept in its ASCII form, the local part as it was typed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from pipeline.model.keys import Keys
from pipeline.model.subscribers import AddressKey

_LONGEST = 254
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEADINGS = ("address", "adres", "e-mail", "email", "e-mailadres", "emailadres", "mail")


class AddressError(ValueError):
    """This is no address we can write to; the message says why, in English, for operators."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of a file: the address, or why there is none (`refused`). `line` counts from 1."""

    line: int
    address: str = ""
    refused: str = ""


def parse_address(text: str) -> str:
    """Returns the address as it is kept. Raises AddressError."""
    bare = text.strip(" ")
    if len(bare) > _LONGEST:
        raise AddressError(f"longer than {_LONGEST} signs")
    try:
        found = validate_email(bare, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as error:
        raise AddressError(str(error).rstrip(".")) from error
    return f"{found.local_part}@{found.ascii_domain.lower()}"


def address_key(address: str, keys: Keys) -> AddressKey:
    """Returns what the database knows of a parsed address; capitals make no difference."""
    return AddressKey(address, keys.hashes(address.casefold()))


def read_import(body: bytes) -> Iterator[ImportRow]:
    """Yields a row for each line of a CSV that holds anything; UTF-8, or else CP1252.

    The address stands in the column with a heading such as `email`, without one in the first. A leading
    apostrophe, which spreadsheets and our own export put before what could be a formula, is taken off.
    """
    text = _decoded(body)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    column = 0
    seen: set[str] = set()
    try:
        for number, cells in enumerate(reader):
            if number == 0 and (named := _column(cells)) is not None:
                column = named
            elif any(cell.strip() for cell in cells):
                yield _row(reader.line_num, cells, column, seen)
    except csv.Error as error:
        yield ImportRow(reader.line_num, refused=f"this is no CSV from here on: {error}")


def safe_cell(text: str) -> str:
    """Returns `text` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(line: int, cells: list[str], column: int, seen: set[str]) -> ImportRow:
    if column >= len(cells) or not cells[column].strip():
        return ImportRow(line, refused="there is no address in this row")
    try:
        address = parse_address(_bare(cells[column].strip()))
    except AddressError as error:
        return ImportRow(line, refused=str(error))
    if address.casefold() in seen:
        return ImportRow(line, refused="stands in this file twice")
    seen.add(address.casefold())
    return ImportRow(line, address)


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _column(cells: list[str]) -> int | None:
    headings = [cell.strip().lower() for cell in cells]
    return next((headings.index(one) for one in _HEADINGS if one in headings), None)


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")
