"""Text that was given to us, made harmless for the format it goes into. The corpus itself is never changed.

A release may say anything: `=HYPERLINK(...)`, an escape sequence, a character that XML forbids, an override that
turns digits round. Nothing of it may be executed by, or break, what reads our files."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# XML 1.0, production 2 (Char): what is not in it cannot be written in a document at all, not even as a reference.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection); four of them have fullwidth forms.
# Blanks and marks without width before it do not hide it.
_FORMULA = re.compile("[\\s\ufeff\u200b-\u200f\u2060]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
# C0 and C1 controls but tab and line feed, DEL, and the bidirectional controls of UAX 9 (marks, overrides, isolates).
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Sound in JSON, yet str.splitlines() and JavaScript before 2019 break a line there; C1 controls move a terminal.
_NOT_IN_LINE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def xml(text: str) -> str:
    """Every character that XML 1.0 forbids becomes U+FFFD, one for one, so that spans still hold.

    >>> xml("a" + chr(27) + "[31m<b>") == "a" + REPLACEMENT + "[31m<b>"
    True
    """
    return _NOT_XML.sub(REPLACEMENT, text)


def utf8(text: str) -> str:
    """Half a surrogate pair, which UTF-8 has no bytes for, becomes U+FFFD."""
    return re.sub("[\ud800-\udfff]", REPLACEMENT, text)


def cell(text: str) -> str:
    """A spreadsheet cell that is text and stays text: an apostrophe goes before what would begin a formula.

    >>> cell('=HYPERLINK("http://x")'), cell("- un point"), cell("3 M€")
    ('\\'=HYPERLINK("http://x")', "'- un point", '3 M€')
    """
    clean = xml(text)
    return f"'{clean}" if _FORMULA.match(clean) else clean


def shown(text: str) -> str:
    """For eyes, on a terminal or a page: a control becomes a visible sign, none turns, clears or colours anything.

    >>> shown("a" + chr(27) + "[2J" + chr(0x202E) + "b")
    'a␛[2J␦b'
    """
    return _CONTROL.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    """One character for one: the control's picture (U+2400 ...), or U+2426 for what has none."""
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\N{SYMBOL FOR DELETE}" if code == 0x7F else "\u2426"


def json_line(value: Any) -> str:
    """`value` as one line of JSON that stays one line for every reader; keys in the order they are in.

    >>> json_line({"a": "œ" + chr(0x2028) + chr(0x9b)})
    '{"a": "œ\\\\u2028\\\\u009b"}'
    """
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_IN_LINE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def json_script(value: Any) -> str:
    """`value` as JSON that can stand inside a script element: no tag and no comment can begin or end in it."""
    return json_line(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


# Names that Windows gives to devices, with or without an ending (Microsoft, Naming Files, Paths, and Namespaces).
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def file_name(id: str) -> str:  # noqa: A002 - the contract's own word
    """A release's id as the name of one file or folder, everywhere; a name that must change gets a mark of its own.

    >>> file_name("plan-crack"), file_name("Bilan à mi-parcours"), file_name("../etc")
    ('plan-crack', 'Bilan à mi-parcours', '_._etc-f7f9121f')
    """
    clean = re.sub(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f\ud800-\udfff]', "_", id)
    clean = re.sub(r"^[. ]|[. ]$", "_", clean)[:120] or "_"
    if clean == id and not _DEVICES.fullmatch(id):
        return id
    return f"{clean}-{hashlib.sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
