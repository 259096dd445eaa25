"""What a file is, by what stands in it: never by its name, nor by what a browser says of it."""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

LARGEST = 20 * 1024 * 1024
"""Bytes of the largest file that is kept."""


@dataclass(frozen=True, slots=True)
class Media:
    """A kind of file that is accepted: its media type, its ending, and its name for people."""

    type: str
    ending: str
    label: str


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """Why a file is not accepted, in a sentence: what it seems to be, or what is wrong with it."""

    why: str


PDF = Media("application/pdf", ".pdf", "PDF")
PNG = Media("image/png", ".png", "PNG picture")
JPEG = Media("image/jpeg", ".jpg", "JPEG picture")
TEXT = Media("text/plain", ".txt", "plain text")
EMAIL = Media("message/rfc822", ".eml", "email (EML)")
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
DOCX = Media(f"{_OOXML}wordprocessingml.document", ".docx", "Word document (DOCX)")
XLSX = Media(f"{_OOXML}spreadsheetml.sheet", ".xlsx", "Excel workbook (XLSX)")
ODT = Media(f"{_ODF}text", ".odt", "OpenDocument text (ODT)")
ODS = Media(f"{_ODF}spreadsheet", ".ods", "OpenDocument spreadsheet (ODS)")

ACCEPTED: tuple[Media, ...] = (PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG, TEXT, EMAIL)

_MARKED: tuple[tuple[Media, bytes, bytes], ...] = (
    (PDF, b"%PDF-", b"%%EOF"),
    (PNG, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"IEND\xaeB`\x82"),
    (JPEG, b"\xff\xd8\xff", b"\xff\xd9"),
)
"""How files of a kind begin, and what is in each of them near its end."""

_PACKAGES: Mapping[str, Media | str] = {
    **{media.type: media for media in (ODT, ODS)},
    **{f"{media.type}.main+xml": media for media in (DOCX, XLSX)},
    "application/vnd.ms-word.document.macroEnabled.main+xml": "a Word document with macros",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": "an Excel workbook with macros",
    f"{_OOXML}wordprocessingml.template.main+xml": "a Word template",
    f"{_OOXML}spreadsheetml.template.main+xml": "an Excel template",
    f"{_OOXML}presentationml.presentation.main+xml": "a presentation",
    f"{_ODF}presentation": "a presentation",
    f"{_ODF}text-template": "a template of an office program",
    f"{_ODF}spreadsheet-template": "a template of an office program",
    "application/epub+zip": "a book (EPUB)",
}
"""Office files are ZIP archives: what a part of them says they are."""

_OLD_OFFICE = "a file of an older Office program (DOC, XLS, MSG), or one locked with a password"
_HEIC = "a HEIC picture, as iPhones take them"
_OTHER_ENCODING = ("text in another encoding than UTF-8", "Save it as UTF-8.")
_UNPACK = "Upload what is in it."

_STRANGERS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"MZ", "a Windows program", ""),
    (0, b"\x7fELF", "a program", ""),
    (0, b"\xcf\xfa\xed\xfe", "a program", ""),
    (0, b"\xca\xfe\xba\xbe", "a program", ""),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_OFFICE, "Save it as DOCX, XLSX or PDF."),
    (0, b"GIF8", "a GIF picture", "Save it as PNG."),
    (8, b"WEBP", "a WebP picture", "Save it as PNG."),
    (0, b"II*\x00", "a TIFF picture", "Save it as PDF or PNG."),
    (0, b"MM\x00*", "a TIFF picture", "Save it as PDF or PNG."),
    (4, b"ftyphei", _HEIC, "Save it as JPEG."),
    (4, b"ftypmif1", _HEIC, "Save it as JPEG."),
    (4, b"ftyp", "a film or a sound recording", ""),
    (0, b"\x1aE\xdf\xa3", "a film or a sound recording", ""),
    (0, b"ID3", "a sound recording", ""),
    (0, b"OggS", "a sound recording", ""),
    (8, b"WAVE", "a sound recording", ""),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (0, b"\x1f\x8b", "a GZIP archive", _UNPACK),
    (0, b"SQLite format 3\x00", "a database (SQLite)", ""),
    (0, b"\xff\xfe", *_OTHER_ENCODING),
    (0, b"\xfe\xff", *_OTHER_ENCODING),
)
"""What people may choose by mistake: the bytes at a place that tell it, its name, and advice."""

_WRITTEN: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"\s*<(?:!doctype|!--|\?[a-z]|[a-z][a-z0-9:-]*[\s/>])", re.I),
        "a web page or another file in a markup language (HTML, XML, SVG)",
        "Save it as PDF.",
    ),
    (re.compile("#!"), "a program (a script)", ""),
    (re.compile(r"\{\\rtf"), "a rich text document (RTF)", "Save it as DOCX or PDF."),
    (re.compile("%!PS"), "a PostScript document", "Save it as PDF."),
)
"""Text that is written for a program and not for people, by how it begins."""

_ZIP, _DIRECTORY, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_MOST_PARTS = 10_000
_MOST_UNFOLDED = 1024 * 1024 * 1024
_MOST_READ = 1024 * 1024
_MAIN_PART = re.compile(r"""ContentType\s*=\s*["']([^"']+\.main\+xml)["']""")

_MOST_FIELDS = 256 * 1024
_FIELDS = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+(?=\r?\n)")
_FROM = re.compile(rb"^From:(?:[^\r\n]|\r?\n[ \t])*@", re.I | re.M)
_DATE = re.compile(rb"^Date:(?:[^\r\n]|\r?\n[ \t])*\d:\d\d", re.I | re.M)

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_PDF_WITHIN = re.compile(rb"^%PDF-\d", re.M)

_LONGEST_NAME = 200
_UNSAFE = re.compile(r'[\\/:*?"<>|]+')


def media_of(content: bytes) -> Media | NotAccepted:
    """Say what a file is by its content, or why it is not accepted.

    Nothing is unfolded beyond a part of bounded size. A file that can be read as two kinds at
    once is refused, as nobody could say which of them people will see.
    """
    if not content:
        return NotAccepted("The file is empty.")
    if len(content) > LARGEST:
        return NotAccepted(f"The file is larger than {in_words(LARGEST)}.")
    found = _found(content)
    if isinstance(found, Media) and (other := _second(content, found)):
        return _two(found.label, other)
    return found


def media_named(type: str) -> Media | None:
    """Give the accepted kind of a media type."""
    return next((media for media in ACCEPTED if media.type == type), None)


def in_words(size: int) -> str:
    """Say how large a file is."""
    if size < 1024:
        return f"{size} {'byte' if size == 1 else 'bytes'}"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} kB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".0 ", " ")


def file_name(title: str, media: Media | None) -> str:
    """Make a name that every system takes from the title of a document, with its kind's ending.

    No title leads into another folder, hides the ending, or turns the direction of writing.
    """
    plain = "".join(
        " " if unicodedata.category(sign)[0] in "CZ" else sign
        for sign in unicodedata.normalize("NFC", title)
    )
    bare = " ".join(_UNSAFE.sub("-", plain).split())
    ending = media.ending if media else ""
    if ending and bare.lower().endswith(ending):
        bare = bare[: -len(ending)]
    short = bare.encode()[:_LONGEST_NAME].decode(errors="ignore").strip(". -")
    return f"{short or 'document'}{ending}"


def _found(content: bytes) -> Media | NotAccepted:
    for media, head, tail in _MARKED:
        if content.startswith(head):
            return media if tail in content else _damaged(media.label)
    if content.startswith(_ZIP):
        return _package(content)
    if _is_message(content):
        return EMAIL
    text = _text_of(content)
    return _stranger(content) if text is None else _written(text)


def _text_of(content: bytes) -> str | None:
    """Read text that is UTF-8 and holds nothing but what can be read; None where it is not."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else text


def _written(text: str) -> Media | NotAccepted:
    if not text.strip():
        return NotAccepted("The file holds nothing but blanks.")
    for beginning, what, advice in _WRITTEN:
        if beginning.match(text):
            return _seems(what, advice)
    return TEXT


def _stranger(content: bytes) -> NotAccepted:
    for place, mark, what, advice in _STRANGERS:
        if content.startswith(mark, place):
            return _seems(what, advice)
    if _PDF_WITHIN.search(content, 0, 1024):
        return _seems("a PDF with something before it", "Open it and save it anew as PDF.")
    if not _CONTROLS.search(content.decode("latin-1")):
        return _seems(*_OTHER_ENCODING)
    return NotAccepted("By its content it is of no kind that is known here.")


def _is_message(content: bytes) -> bool:
    """Whether it begins with the two fields every email has: from whom, and when (RFC 5322)."""
    fields = _FIELDS.match(content, 0, _MOST_FIELDS)
    if fields is None or b"\x00" in content:
        return False
    return bool(_FROM.search(fields[0]) and _DATE.search(fields[0]))


def _package(content: bytes) -> Media | NotAccepted:
    if content.count(_DIRECTORY) > _MOST_PARTS:
        return _seems(f"an archive of more than {_MOST_PARTS:,} files", _UNPACK)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNFOLDED:
                return NotAccepted(
                    "It would unfold to more than 1 GB: that may be meant to bring a computer to "
                    "a stop."
                )
            return _of_package(_says_it_is(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        return _damaged("ZIP archive or an office file")
    except RuntimeError:
        return _seems("an archive locked with a password", "Save it without the password.")


def _says_it_is(archive: zipfile.ZipFile) -> list[str]:
    """Read what the parts of an office file that tell its kind say."""
    types = _MAIN_PART.findall(_part(archive, "[Content_Types].xml"))
    return [*types, _part(archive, "mimetype").strip()]


def _part(archive: zipfile.ZipFile, name: str) -> str:
    """Read the beginning of a part; empty where there is none."""
    if name not in archive.NameToInfo:
        return ""
    if archive.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("office programs compress in one way only")
    with archive.open(name) as part:
        return part.read(_MOST_READ).decode(errors="replace")


def _of_package(types: Iterable[str]) -> Media | NotAccepted:
    known = list(dict.fromkeys(_PACKAGES[type] for type in types if type in _PACKAGES))
    if len(known) > 1:
        first, second, *_ = (kind if isinstance(kind, str) else kind.label for kind in known)
        return _two(first, second)
    if not known:
        return _seems("a ZIP archive", _UNPACK)
    return _seems(known[0]) if isinstance(known[0], str) else known[0]


def _second(content: bytes, first: Media) -> str | None:
    """Give what else a program would take a file for, by what programs look for.

    Archives are found by their end, and PDF by its mark near the beginning.
    """
    if first is not PDF and _PDF_WITHIN.search(content, 0, 1024):
        return PDF.label
    end = content.rfind(_END)
    length = int.from_bytes(content[end + 20 : end + 22], "little")
    ends = end >= 0 and end + 22 + length == len(content)
    return "ZIP archive" if ends and not content.startswith(_ZIP) else None


def _two(first: str, second: str) -> NotAccepted:
    return NotAccepted(f"It can be read as two kinds of file at once: {first} and {second}.")


def _seems(what: str, advice: str = "") -> NotAccepted:
    return NotAccepted(f"By its content it seems to be {what}.{' ' + advice if advice else ''}")


def _damaged(label: str) -> NotAccepted:
    return NotAccepted(f"It begins like a {label}, and is damaged or not complete.")
