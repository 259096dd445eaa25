"""Files packed into one, always to the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping

_WHEN = (1980, 1, 1, 0, 0, 0)
"""The earliest day a ZIP file knows: what is inside says when it is of, not the clock."""


def zipped(files: Mapping[str, bytes], stored: Collection[str] = ()) -> bytes:
    """Pack files in the order given; those in `stored` are not compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as pack:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            entry.create_system = 3  # or else the system this runs on
            entry.external_attr = 0o644 << 16
            pack.writestr(entry, content, compresslevel=6)
    return target.getvalue()
