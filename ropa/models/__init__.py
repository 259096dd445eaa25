"""The record as rows: one noun per file, on one base. Only `ropa.store` writes them."""

from ropa.models import (
    activity,
    attempts,
    document,
    draft,
    engagement,
    feed,
    flow,
    journal,
    link,
    organisation,
    party,
    person,
    reviewer,
    system,
    transfer,
    user,
    vocabularies,
)
from ropa.models.base import Base

__all__ = [
    "Base",
    "activity",
    "attempts",
    "document",
    "draft",
    "engagement",
    "feed",
    "flow",
    "journal",
    "link",
    "organisation",
    "party",
    "person",
    "reviewer",
    "system",
    "transfer",
    "user",
    "vocabularies",
]
