"""The systems of the invented group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ropa.vocabulary import SystemKind


@dataclass(frozen=True, slots=True)
class Equipment:
    """One kind of system; without a service, the organisation runs it itself."""

    id: str
    name: str
    kind: SystemKind
    data: str
    service: str | None = None
    retention: str | None = None


_APPLICATION = SystemKind.APPLICATION

_EQUIPMENT = (
    Equipment("payroll", "Payroll system", _APPLICATION, "bank-details pay", "payroll"),
    Equipment("hr", "HR system", _APPLICATION, "absence employment identity-contact", "hr"),
    Equipment("recruitment", "Applicant tracking system", _APPLICATION,
              "identity-contact qualifications", "recruitment"),
    Equipment("files", "Shared drive", SystemKind.FILE_STORAGE, "claims correspondence", "email"),
    Equipment("paper", "Filing cabinets", SystemKind.PAPER, "identity-contact"),
    Equipment("email", "Email", SystemKind.MESSAGING, "correspondence", "email"),
    Equipment("finance", "Finance system", _APPLICATION, "bank-details business-contact",
              "accounting"),
    Equipment("logs", "Log store", SystemKind.ANALYTICS, "access-logs", "hosting", "logs"),
    Equipment("tickets", "Ticket system", _APPLICATION, "correspondence identity-contact",
              "support-desk"),
    Equipment("backups", "Backup vault", SystemKind.BACKUP, "identity-contact orders", "hosting",
              "backups-rolling"),
    Equipment("learning", "Learning platform", _APPLICATION, "qualifications", "learning"),
    Equipment("hotline", "Case files", SystemKind.DATABASE, "suspected-offences", "hotline"),
    Equipment("cameras", "Camera recorders", SystemKind.DEVICE, "cctv-images", None,
              "cctv-thirty-days"),
    Equipment("shop", "Web shop", _APPLICATION, "account orders", "hosting"),
    Equipment("orders", "Order database", SystemKind.DATABASE, "orders", "hosting"),
    Equipment("crm", "Customer database", SystemKind.DATABASE, "identity-contact", "crm"),
    Equipment("mailing", "Mailing tool", SystemKind.MESSAGING, "marketing-choices",
              "mailing"),
    Equipment("telephony", "Contact centre", _APPLICATION, "call-recordings", "telephony",
              "calls"),
    Equipment("analytics", "Cookies of the website", SystemKind.COOKIES, "online-identifiers",
              "analytics", "cookies"),
    Equipment("fraud", "Fraud scoring", _APPLICATION, "orders", "fraud-screening"),
    Equipment("loyalty", "Points ledger", SystemKind.DATABASE, "browsing", "loyalty"),
    Equipment("routing", "Route planner", _APPLICATION, "deliveries", "mapping"),
    Equipment("tracking", "Parcel tracking", _APPLICATION, "deliveries", "tracking"),
    Equipment("fleet", "Fleet system", _APPLICATION, "telematics working-time", "telematics"),
    Equipment("warehouse", "Warehouse system", _APPLICATION, "orders", None),
    Equipment("gates", "Gate controllers", SystemKind.DEVICE, "fingerprints", "gates"),
)  # fmt: skip

EQUIPMENT: Mapping[str, Equipment] = {item.id: item for item in _EQUIPMENT}
