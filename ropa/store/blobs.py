"""Files kept in the catalogue, each named by the SHA-256 of its bytes.

A file stays when no record names it any more: an earlier version of one may. It also stays when
it was kept and the change that was to name it was not stored.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ropa.models.document import Blob
from ropa.store.journal import writing


def keep(session: Session, content: bytes, media_type: str) -> str:
    """Keep a file and give its name; a file already kept is not kept twice."""
    name = hashlib.sha256(content).hexdigest()
    writing(session)
    if session.get(Blob, name) is None:
        session.add(Blob(sha256=name, media_type=media_type, content=content))
    try:
        session.commit()
    except IntegrityError:  # somebody kept the same file at this moment
        session.rollback()
    return name


def fetch(session: Session, name: str) -> tuple[bytes, str] | None:
    """Give a file's bytes and media type; None where there is none of that name."""
    query = select(Blob.content, Blob.media_type).where(Blob.sha256 == name)
    row = session.execute(query).one_or_none()
    return None if row is None else (row.content, row.media_type)


def measure(session: Session, name: str) -> tuple[int, str] | None:
    """Give a file's size in bytes and its media type; None where there is none of that name."""
    query = select(func.length(Blob.content), Blob.media_type).where(Blob.sha256 == name)
    row = session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])
