"""Three views made by hand, with every kind of node and line in one of them."""

from __future__ import annotations

from ropa.core.flows.view import (
    ORIGINS,
    PLACE_UNKNOWN,
    Change,
    Cluster,
    Edge,
    Node,
    NodeKind,
    View,
)
from ropa.core.transfers.verdicts import Verdict
from ropa.vocabulary import Kind, Standing

OWN = Cluster(1, "Acme Ltd · United Kingdom")
IRELAND, STATES = Cluster(2, "Ireland"), Cluster(2, "United States")
STATED, INFERRED = Standing.STATED, Standing.INFERRED


def activity() -> View:
    nodes = [
        Node("s/users", NodeKind.SUBJECT, ("End users",), ORIGINS),
        Node("source/x", NodeKind.SOURCE, ("The customer",), ORIGINS),
        Node("a/c1", NodeKind.ACTIVITY, ("C1 Providing the service",), OWN),
        Node("sys/db", NodeKind.SYSTEM, ("Database",), OWN, record=(Kind.SYSTEM, "db")),
        Node("p/host", NodeKind.PARTY, ("Host SARL", "Hosting"), IRELAND, verdict=Verdict.ADEQUATE),
        Node("p/sub", NodeKind.PARTY, ("Host, Inc.",), STATES, verdict=Verdict.UNSAFEGUARDED),
        Node("p/who", NodeKind.PARTY, ("Vendor unknown", "Mail"), PLACE_UNKNOWN, False),
        Node("r/pay", NodeKind.RECIPIENT, ("Payment providers",), PLACE_UNKNOWN),
    ]
    edges = [
        Edge("s/users", "a/c1", ("Name", "Usage"), "", STATED, ("Policy §4",)),
        Edge("source/x", "a/c1", ("E-mail address",), "", INFERRED),
        Edge("a/c1", "sys/db", (), "", STATED),
        Edge("sys/db", "p/host", None, "Hosting", STATED, verdict=Verdict.ADEQUATE),
        Edge("p/host", "p/sub", None, "Support", INFERRED, verdict=Verdict.UNSAFEGUARDED),
        Edge("a/c1", "p/who", None, "Mail", STATED, verdict=Verdict.UNKNOWN),
        Edge("a/c1", "r/pay", None, "", None),
    ]
    notes = ("Not answered in the record: Sources.",)
    return View.of("Data flow of C1", "derived from its record", nodes, edges, notes)


def organisation() -> View:
    nodes = [
        Node("o", NodeKind.ORGANISATION, ("Acme Ltd",), OWN),
        Node("sys/db", NodeKind.SYSTEM, ("Database",), OWN),
        Node("p/host", NodeKind.PARTY, ("Host SARL",), IRELAND),
        Node("group/us", NodeKind.MORE, ("12 parties", "Ads"), STATES, opens="us"),
        Node("place/us", NodeKind.PLACE, ("United States",), STATES),
    ]
    edges = [
        Edge("o", "p/host", None, "", STATED, verdict=Verdict.INCOMPLETE, weight=1),
        Edge("sys/db", "p/host", None, "", STATED, verdict=Verdict.ONWARD, weight=1200),
        Edge("o", "group/us", None, "12 flows", STATED, weight=12),
        Edge("group/us", "place/us", ("Name",), "", INFERRED),
    ]
    return View.of("Acme Ltd across borders", "only what crosses one", nodes, edges)


def difference() -> View:
    nodes = [
        Node("a/c1", NodeKind.ACTIVITY, ("C1",), OWN, change=Change.CHANGED),
        Node("d/auth", NodeKind.DATA, ("Authentication data",), OWN, change=Change.ADDED),
        Node("p/new", NodeKind.PARTY, ("New vendor",), STATES, change=Change.ADDED),
        Node("p/old", NodeKind.PARTY, ("Old vendor",), STATES, change=Change.REMOVED),
    ]
    edges = [
        Edge("d/auth", "a/c1", None, "", STATED, change=Change.CHANGED),
        Edge(
            "a/c1", "p/new", ("Name",), "", INFERRED, verdict=Verdict.ADEQUATE, change=Change.ADDED
        ),
        Edge("a/c1", "p/old", ("Name",), "", STATED, change=Change.REMOVED),
    ]
    return View.of("What changed for C1", "between journal 12 and 24", nodes, edges)


VIEWS = {"activity": activity, "organisation": organisation, "difference": difference}
