"""The two organisations of the invented group, their people and the documents of both."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ropa.records.base import Provenance, Record
from ropa.records.document import Document
from ropa.records.organisation import Organisation, Statement
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.sample.names import slug
from ropa.sample.patterns import HAULAGE, RETAIL
from ropa.sample.words import POLICY
from ropa.sample.world import World
from ropa.vocabulary import (
    Authorisation,
    DocumentKind,
    PartyKind,
    Regime,
    Standing,
    StatementTopic,
)

APPROPRIATE_POLICY = "appropriate-policy-document"

_TITLES = (
    "Head of people", "Payroll manager", "Head of marketing", "Head of IT", "Finance director",
    "Head of security", "General counsel", "Head of customer care", "Operations director",
    "Facilities manager", "Head of e-commerce", "Head of sales",
)  # fmt: skip


def documents(day: datetime.date) -> Iterator[Document]:
    """Give the documents that both organisations share, and each one's privacy notice."""
    yield Document(
        id=POLICY,
        name="Retention and erasure policy",
        kind=DocumentKind.RETENTION_POLICY,
        date=day - datetime.timedelta(days=200),
        url="https://intranet.pennaquil.example/policies/retention",
        substance="Says for each kind of record how long it is kept and who erases it.",
    )
    yield Document(
        id=APPROPRIATE_POLICY,
        name="Appropriate policy document",
        kind=DocumentKind.APPROPRIATE_POLICY,
        date=day - datetime.timedelta(days=150),
        url="https://intranet.pennaquil.example/policies/special-category-data",
        substance="Says how the principles are kept where special category data is processed.",
    )
    for organisation, domain in ((RETAIL, "pennaquil"), (HAULAGE, "ostrelway")):
        yield Document(
            id=notice(organisation),
            organisation=organisation,
            name="Privacy notice",
            kind=DocumentKind.PRIVACY_NOTICE,
            date=day - datetime.timedelta(days=90),
            url=f"https://www.{domain}.example/privacy",
            substance="Tells customers, visitors and candidates what is done with their data.",
        )


def notice(organisation: str) -> str:
    """Give the id of an organisation's privacy notice."""
    return f"{organisation}-privacy-notice"


def organisations() -> tuple[Organisation, ...]:
    """Give the retailer and the logistics company."""
    return (_retailer(), _logistics())


def _retailer() -> Organisation:
    return Organisation(
        id=RETAIL,
        name="Pennaquil Stores Ltd",
        trading_names=("Pennaquil", "Pennaquil Home"),
        company_number="99000017",
        address="Foundry Quay, Vellaford ZZ1 4QA",
        country="GB",
        email="privacy@pennaquil.example",
        telephone="+44 1632 960017",
        website="https://www.pennaquil.example/",
        regimes=(Regime.EU_GDPR, Regime.UK_GDPR),
        party=RETAIL,
        time_zone="Europe/London",
        public_authority=False,
        headcount=2310,
        occasional_only=False,
        ico_registration="ZZ990017",
        dpo_name="Senara Quarrendon",
        dpo_email="dpo@pennaquil.example",
        representative_name="Merrow Representatives DAC",
        representative_address="4 Example Quay, Dublin",
        representative_email="pennaquil@merrow.example",
        recipient_categories=("buyers-of-the-business", "professional-advisers", "regulators"),
        statements=_statements(
            RETAIL,
            (StatementTopic.RIGHTS, "Write to our data protection officer to use your rights."),
            (StatementTopic.COOKIES, "We set cookies for statistics only if you agree."),
        ),
        provenance=(
            Provenance(
                field="address",
                document=notice(RETAIL),
                place="Who we are",
                standing=Standing.STATED,
            ),
        ),
    )


def _logistics() -> Organisation:
    return Organisation(
        id=HAULAGE,
        name="Ostrelway Logistics Ltd",
        trading_names=("Ostrelway",),
        company_number="99000025",
        address="Depot Road, Corrowmere ZZ7 2TB",
        country="GB",
        email="privacy@ostrelway.example",
        regimes=(Regime.UK_GDPR,),
        party=HAULAGE,
        time_zone="Europe/London",
        public_authority=False,
        headcount=830,
        occasional_only=False,
        dpo_name="Senara Quarrendon",
        dpo_email="dpo@pennaquil.example",
        representative_none="Established in the United Kingdom and not offering services in the EU",
        authorisation=Authorisation.GENERAL,
        notice_days=30,
        objection_days=14,
        statements=_statements(
            HAULAGE,
            (StatementTopic.CUSTOMER_CONTENT, "We handle parcel data only as our clients ask."),
            (StatementTopic.SUBPROCESSORS, "We give 30 days' notice of a new subprocessor."),
            (StatementTopic.TRANSFERS, "Transfers rest on adequacy or on approved clauses."),
        ),
    )


def _statements(organisation: str, *said: tuple[StatementTopic, str]) -> tuple[Statement, ...]:
    return tuple(
        Statement(topic=topic, words=words, document=notice(organisation), section=topic.label)
        for topic, words in said
    )


def own_parties() -> tuple[Party, ...]:
    """Give both organisations as parties, so that each can engage the other."""
    return tuple(
        Party(
            id=organisation.id,
            name=organisation.name.removesuffix(" Ltd"),
            kind=PartyKind.COMPANY,
            legal_name=organisation.name,
            address=organisation.address,
            country=organisation.country,
            regimes=(),
            email=organisation.email,
        )
        for organisation in organisations()
    )


def clients(world: World) -> Iterator[Party]:
    """Give those for whom the logistics company carries goods, some of them abroad."""
    for _ in range(3 + world.activities // 200):
        name = f"{next(world.companies)} Trading"
        country = world.one(("GB", "GB", "GB", "IE", "FR"))
        yield Party(
            id=world.id(Party, name),
            name=name,
            kind=world.known(PartyKind.COMPANY, 0.95),
            legal_name=world.known(f"{name} Ltd", 0.9),
            address=world.known(f"1 Example Street, {next(world.sites)}", 0.8),
            country=world.known(country, 0.95),
            regimes=world.known((), 0.7),
            email=world.known(f"privacy@{slug(name)}.example", 0.8),
        )


def person(world: World) -> Person:
    """Make up a person on the staff, with an id that says nothing of who it is."""
    name = next(world.people)
    number = sum(1 for _ in world.all(Person)) + 1
    made = world.put(
        Person(
            id=f"p-{number:04d}",
            name=name,
            job_title=world.one(_TITLES),
            email=f"{slug(name).replace('-', '.')}@pennaquil.example",
        )
    )
    world.staff.append(made.id)
    return made


def foundations(day: datetime.date) -> tuple[Record, ...]:
    """Give the organisations with what they refer to, but for the vocabularies."""
    return (*documents(day), *own_parties(), *organisations())
