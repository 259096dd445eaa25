"""A ZIP file in the one form that a bundle has, so that no byte of it can change unnoticed.

Files are stored as they are, in the order of their names, without a date, a comment or a gap: the
same files give the same bytes on every machine. Any program opens it. Reading is strict, where
`zipfile` takes much that is not told by what is inside (comments, gaps, two files of one name),
and nothing is unpacked, so that no file can grow beyond the bytes it came in.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_BYTES, MOST_FILES = 1 << 30, 20_000
"""How large a bundle may be, and how many files it may hold."""

_LOCAL, _CENTRAL, _END = (struct.Struct(f) for f in ("<4s5H3L2H", "<4s6H3L5H2L", "<4s4H2LH"))
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_VERSION, _UNIX, _DAY, _MODE = 20, 3, 1 << 5 | 1, 0o100644
_ENCRYPTED = 1
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_LONGEST_NAME = 200

_AGAIN = "Ask for the file as it was exported."


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a bundle: the file or entry it is about, or nothing, and in words."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files of a bundle by name, and what is wrong with how they are packed.

    Where it is not `complete`, the last fault says why there was no reading on.
    """

    files: Mapping[str, memoryview]
    faults: tuple[Fault, ...]
    complete: bool = False


@dataclass(frozen=True, slots=True)
class _File:
    """What a ZIP file says of one file, twice: before it, and at its end."""

    name: bytes
    sum: int
    size: int
    offset: int

    @property
    def local(self) -> bytes:
        sizes = (self.sum, self.size, self.size, len(self.name), 0)
        return _LOCAL.pack(_LOCAL_SIGN, _VERSION, 0, 0, 0, _DAY, *sizes) + self.name

    @property
    def central(self) -> bytes:
        made = (_UNIX << 8 | _VERSION, _VERSION, 0, 0, 0, _DAY)
        sizes = (self.sum, self.size, self.size, len(self.name), 0, 0, 0, 0, _MODE << 16)
        return _CENTRAL.pack(_CENTRAL_SIGN, *made, *sizes, self.offset) + self.name


def well_named(name: str) -> bool:
    """Whether a file may have such a name: plain letters, and inside the folder it is put in."""
    return len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) is not None


def packed(files: Mapping[str, bytes]) -> bytes:
    """Pack files. ValueError for names, numbers or sizes that `unpacked` would refuse."""
    if wrong := [name for name in files if not well_named(name)]:
        raise ValueError(f"no file of a bundle is named {wrong[0]!r}")
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
        raise ValueError("this is more than a bundle may hold")
    pieces: list[bytes] = []
    held: list[_File] = []
    offset = 0
    for name, content in sorted(files.items()):
        file = _File(name.encode(), zlib.crc32(content), len(content), offset)
        pieces += (file.local, content)
        held.append(file)
        offset += len(file.local) + len(content)
    return b"".join((*pieces, _tail(held, offset)))


def _tail(held: list[_File], offset: int) -> bytes:
    directory = b"".join(file.central for file in held)
    number = len(held)
    end = _END.pack(_END_SIGN, 0, 0, number, number, len(directory), offset, 0)
    return directory + end


def unpacked(content: bytes) -> Unpacked:
    """Give the files without copying them, and whatever differs from how `packed` packs them."""
    if len(content) > MOST_BYTES:
        return Unpacked({}, (Fault("", "This is larger than any bundle."),))
    if not content.startswith(_LOCAL_SIGN):
        return Unpacked({}, (Fault("", "This is not a ZIP file that holds something."),))
    reader = _Reader(content)
    complete = reader.files_read() and reader.tail_read()
    return Unpacked(reader.files, tuple(reader.faults), complete)


@dataclass
class _Reader:
    """Where a reading stands, and what it found so far."""

    content: bytes
    position: int = 0
    held: list[_File] = field(default_factory=list)
    files: dict[str, memoryview] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def files_read(self) -> bool:
        """Read one file after the other; False where there is no reading on."""
        while self.content[self.position : self.position + 4] == _LOCAL_SIGN:
            if len(self.held) == MOST_FILES:
                return self._stop(
                    "", f"It holds more than {MOST_FILES:,} files, as no bundle does."
                )
            if not self._file_read():
                return False
        return True

    def _file_read(self) -> bool:
        start = self.position + _LOCAL.size
        if start > len(self.content):
            return self._cut_short("")
        fields = _LOCAL.unpack_from(self.content, self.position)
        _, _, flags, method, _, _, said, size, grown, length, extra = fields
        raw = self.content[start : start + length]
        name = _shown(raw)
        if reason := _unreadable(flags, method, size, grown):
            return self._stop(name, reason)
        if reason := self._misnamed(raw):
            return self._stop(name, reason)
        begin = start + length + extra
        end = begin + size
        if end > len(self.content):
            return self._cut_short(name)
        body = memoryview(self.content)[begin:end]
        # The list at the end has to repeat what is said here, right or wrong.
        file = _File(raw, said, size, self.position)
        if zlib.crc32(body) != said or self.content[self.position : begin] != file.local:
            self._wrong(name, "It does not fit what the ZIP file says of it.")
        if self.held and raw < self.held[-1].name:
            self._wrong(name, "It is not in its place: the files were packed anew.")
        self.held.append(file)
        self.files[name] = body
        self.position = end
        return True

    def _misnamed(self, raw: bytes) -> str | None:
        text = raw.decode("ascii", "replace").replace("\\", "/")
        parts = text.split("/")
        if text.startswith("/") or ":" in parts[0]:
            return "Its name leads to a place outside of the folder it would be put in."
        if ".." in parts:
            return "Its name leads out of the folder it would be put in."
        if not well_named(raw.decode("ascii", "replace")):
            return "No file of a bundle has such a name."
        if _shown(raw) in self.files:
            return "Two files have this name, and programs differ in which they show."
        return None

    def tail_read(self) -> bool:
        """Compare what stands after the files with what has to; False where it ends before."""
        found, due = self.content[self.position :], _tail(self.held, self.position)
        if len(found) < len(due):
            return self._cut_short("")
        if found != due:
            self._wrong("", f"The list of files at its end was changed or added to. {_AGAIN}")
        return True

    def _cut_short(self, name: str) -> bool:
        return self._stop(name, f"The file ends too early: it was cut short on its way. {_AGAIN}")

    def _stop(self, name: str, reason: str) -> bool:
        self._wrong(name, reason)
        return False

    def _wrong(self, name: str, reason: str) -> None:
        self.faults.append(Fault(name, reason))


def _unreadable(flags: int, method: int, size: int, grown: int) -> str | None:
    if flags & _ENCRYPTED:
        return "It is encrypted, and nothing in a bundle is."
    if method or size != grown:
        return f"It is compressed, and nothing in a bundle is: it was packed anew. {_AGAIN}"
    return None


def printable(text: str) -> str:
    """Give a text that a stranger may have written as it can be shown in a line."""
    shown = (letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return "".join(shown)


def _shown(raw: bytes) -> str:
    return printable(raw[:_LONGEST_NAME].decode("ascii", "replace"))
