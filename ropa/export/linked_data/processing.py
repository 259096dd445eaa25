"""The record of processing as DPCat's catalogue: what it says of each activity, and in what role.

DPCat (2022) asks every record for a purpose, a legal basis, processing, personal data, data
subjects and a source of the data. What the register does not know of these, or is not asked for,
is never made up: a node says so in its place.
"""

from __future__ import annotations

from typing import Any

from ropa.core.gaps import settled
from ropa.export.linked_data.own import NONE, NOT_ASKED, SUB_PROCESSOR, UNKNOWN
from ropa.export.linked_data.records import Records
from ropa.export.linked_data.terms import text
from ropa.export.rdf import LABEL, Iri
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.retention_rule import RetentionRule
from ropa.records.transfer import Transfer
from ropa.vocabulary import ActivityRole, EngagementRole, Kind

_MANDATORY = (
    ("purposes", "activity.purposes"),
    ("purposes.bases", "activity.article6_basis"),
    ("operations", "activity.processing_operations"),
    ("data.data", "activity.personal_data_categories"),
    ("data.subjects", "activity.data_subject_categories"),
    ("sources", "activity.data_source"),
)
"""What DPCat asks of every record: the field that answers it, and its row in the law data."""

_AS = {
    EngagementRole.PROCESSOR: "activity.processors",
    EngagementRole.INDEPENDENT_CONTROLLER: "recipient (independent controller)",
    EngagementRole.RECIPIENT: "recipient (third party)",
}
"""As what the party of an engagement receives the data, by the row in the law data."""

_CONTROLLER = "org (controller)"
_LOCATION = "transfer.location"


class Processing:
    """Adds to the records of an export what only their connection tells."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.graph = records.graph
        self.terms = records.terms
        self.register = records.export.register

    def write(self) -> list[str]:
        """State everything; give the IRIs of the records of processing, one per organisation."""
        for rule in self.register.retention_rules.values():
            self._duration(rule)
        for transfer in self.register.transfers.values():
            if not transfer.retired:
                self._transfer(transfer)
        return [self._register(one) for one in self.register.organisations.values()]

    def _property(self, row: str) -> str:
        return self.terms.properties[row]

    def _of(self, record: Record) -> str:
        return self.records.iri(record.KIND, record.id)

    def _register(self, organisation: Organisation) -> str:
        node = f"{self.records.base}register.{organisation.id}"
        for cls in self.terms.classes("register"):
            self.graph.add_type(node, cls)
        title = text(f"Record of processing activities: {organisation.name}")
        self.graph.add(node, LABEL, title)
        self.graph.add(node, self._property("activity.name"), title)
        whole = self._property("register (the whole record)")
        self.graph.add(self._of(organisation), whole, Iri(node))
        for activity in self.register.activities.values():
            if activity.organisation == organisation.id and not activity.retired:
                row = self._property("register row (one activity)")
                self.graph.add(node, row, Iri(self._of(activity)))
                self._activity(activity)
        return node

    def _activity(self, activity: Activity) -> None:
        subject = self._of(activity)
        self._role(activity, subject)
        for id in activity.engagements or ():
            self._engaged(activity, subject, self.register.engagements.get(id))
        for cls in self.terms.classes("register.activity"):
            self.graph.add_type(subject, cls)
        for path, row in _MANDATORY:
            if not self.graph.has(subject, self._property(row)):
                self._unanswered(activity, subject, path, row)

    def _unanswered(self, activity: Activity, subject: str, path: str, row: str) -> None:
        """Say under a property that must be stated why nothing is: none, unknown, not asked."""
        head, _, part = path.partition(".")
        asked = path not in settled(activity)
        if asked and _none(getattr(activity, head), part):
            self.graph.add(subject, self._property(row), Iri(self.terms.own(NONE)))
        else:
            self.records.stand_in(subject, row, UNKNOWN if asked else NOT_ASKED, path)

    def _role(self, activity: Activity, subject: str) -> None:
        """Say who decides and who acts for whom (Articles 4(7), 4(8), 26)."""
        whose = Iri(self.records.iri(Kind.ORGANISATION, activity.organisation))
        controller = self._property(_CONTROLLER)
        if activity.role is ActivityRole.CONTROLLER:
            self.graph.add(subject, controller, whose)
        elif activity.role is ActivityRole.PROCESSOR:
            self.graph.add(subject, self._property(_AS[EngagementRole.PROCESSOR]), whose)
            for id in activity.on_behalf_of or ():
                self.graph.add(subject, controller, Iri(self.records.iri(Kind.PARTY, id)))
        elif activity.role is ActivityRole.JOINT_CONTROLLER:
            self._joint(activity, subject, whose)

    def _joint(self, activity: Activity, subject: str, whose: Iri) -> None:
        """Name those who decide together: the organisation, and whoever is engaged as such."""
        node = f"{subject}._jointControllers"
        self.graph.add(subject, self._property("activity.joint_controllers"), Iri(node))
        self.graph.add(node, LABEL, text(f"Joint controllers of {activity.title}"))
        for cls in self.terms.classes("joint-controllers"):
            self.graph.add_type(node, cls)
        self.graph.add(node, self._property(_CONTROLLER), whose)
        for id in activity.engagements or ():
            held = self.register.engagements.get(id)
            if held is not None and held.role is EngagementRole.JOINT_CONTROLLER:
                self.graph.add(node, self._property(_CONTROLLER), Iri(self._of(held)))

    def _engaged(self, activity: Activity, subject: str, held: Engagement | None) -> None:
        """Say as what a party receives the data of an activity."""
        if held is None or held.role not in _AS:
            return
        self.graph.add(subject, self._property(_AS[held.role]), Iri(self._of(held)))
        ours = activity.role is ActivityRole.PROCESSOR
        if ours and held.role is EngagementRole.PROCESSOR:
            self.graph.add(subject, self.terms.own(SUB_PROCESSOR), Iri(self._of(held)))

    def _duration(self, rule: RetentionRule) -> None:
        """Say how long a rule keeps: until something happens and a time after, or a time."""
        if rule.reading is None:
            return
        row = "retention.criteria" if rule.trigger or rule.criterion else "retention.value"
        node = f"{self._of(rule)}._duration"
        self.graph.add(self._of(rule), self._property(row), Iri(node))
        self.graph.add(node, LABEL, text(rule.reading))
        cls = self.terms.value_classes[row]
        if cls is not None:
            self.graph.add_type(node, cls)

    def _transfer(self, transfer: Transfer) -> None:
        """Say where declared safeguards hold and, where nobody else does, that we export."""
        subject = self._of(transfer)
        if transfer.place is not None:
            place = Iri(self.terms.place(transfer.place))
            self.graph.add(subject, self._property(_LOCATION), place)
        else:
            asked = "place" not in settled(transfer)
            self.records.stand_in(subject, _LOCATION, UNKNOWN if asked else NOT_ASKED, "place")
        if transfer.exporter is None and self.records.complete:
            whose = self.records.iri(Kind.ORGANISATION, transfer.organisation)
            self.graph.add(subject, self._property("transfer.exporter"), Iri(whose))


def _none(held: Any, part: str) -> bool:
    """Whether a field, or a part of all its lines, is recorded as none."""
    if not part or not held:
        return isinstance(held, tuple) and not held
    return all(getattr(line, part) == () for line in held)
