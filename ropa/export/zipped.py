"""Files packed into one, always to the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Mapping

_WHEN = (1980, 1, 1, 0, 0, 0)
"""The earliest day a ZIP file knows: what is inside says when it is of, not the clock."""


def zipped(files: Mapping[str, bytes | Iterable[bytes]], stored: Collection[str] = ()) -> bytes:
    """Pack files in the order given; those in `stored` are not compressed.

    A file may be given piece by piece, so that a long one is never in memory as a whole.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as pack:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            entry.create_system = 3  # or else the system this runs on
            entry.external_attr = 0o644 << 16
            with pack.open(entry, "w") as member:
                for piece in (content,) if isinstance(content, bytes) else content:
                    member.write(piece)
    return target.getvalue()
