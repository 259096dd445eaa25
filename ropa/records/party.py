"""An outside body with a name: a vendor, a customer, an authority."""

from __future__ import annotations

from typing import Annotated, ClassVar

from ropa.records.about import Email, Place, Slug, Text, Url, about
from ropa.records.base import Record
from ropa.vocabulary import Kind, PartyKind, Regime


class Party(Record, frozen=True, kw_only=True):
    """Any outside body that is named."""

    KIND: ClassVar[Kind] = Kind.PARTY
    SHARED: ClassVar[bool] = True

    name: Annotated[Text, about("Name", dpv="dpv:hasName")]
    kind: Annotated[PartyKind | None, about("Kind of body")] = None
    legal_name: Annotated[Text | None, about("Legal entity", clause="Art 28(3)")] = None
    address: Annotated[
        Text | None, about("Address", clause="Art 30(2)(a)", dpv="dpv:hasAddress")
    ] = None
    country: Annotated[
        Place | None,
        about("Country of establishment", clause="Chapter V", law="place"),
    ] = None
    regimes: Annotated[
        tuple[Regime, ...] | None,
        about("Further regimes it is under", clause="Art 3(2)"),
    ] = None
    representative: Annotated[
        Slug | None,
        about(
            "Representative",
            clause="Arts 27, 30(2)(a)",
            columns=("processor_activity.controller_representative",),
            to=Kind.PARTY,
            optional=True,
        ),
    ] = None
    email: Annotated[Email | None, about("Email", clause="Art 30(2)(a)", dpv="dpv:hasContact")] = (
        None
    )
    telephone: Annotated[Text | None, about("Telephone", clause="Art 30(2)(a)", optional=True)] = (
        None
    )
    website: Annotated[Url | None, about("Website", optional=True)] = None
    privacy_url: Annotated[Url | None, about("Privacy notice", optional=True)] = None
    terms_url: Annotated[Url | None, about("Terms", optional=True)] = None
