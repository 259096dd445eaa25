"""What the invented group buys from others, and from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ropa.vocabulary import EngagementRole


@dataclass(frozen=True, slots=True)
class Service:
    """One kind of service; `countries` are where its vendors sit, `data` what they receive.

    `below` are the services its vendors buy in turn.
    """

    id: str
    category: str
    product: str
    purpose: str
    countries: str
    data: str
    role: EngagementRole = EngagementRole.PROCESSOR
    below: str = ""


_CONTROLLER = EngagementRole.INDEPENDENT_CONTROLLER

_SERVICES = (
    Service("hosting", "Cloud hosting", "Compute and storage", "Runs our applications",
            "IE GB DE US", "account access-logs identity-contact orders", below="data-centre"),
    Service("payroll", "Payroll bureau", "Payroll", "Calculates pay", "GB IE",
            "bank-details identity-contact pay", below="hosting document-output"),
    Service("hr", "HR software", "People platform", "Keeps staff records", "GB US IE",
            "absence employment identity-contact", below="hosting support-desk"),
    Service("recruitment", "Applicant tracking", "Hiring platform", "Handles applications",
            "US GB DE", "identity-contact qualifications", below="hosting mailing"),
    Service("screening", "Background checks", "Screening", "Checks candidates", "GB",
            "criminal-records identity-contact", _CONTROLLER),
    Service("occupational-health", "Occupational health", "Clinic", "Examines staff", "GB",
            "occupational-health-reports", _CONTROLLER),
    Service("pensions", "Pension administration", "Master trust", "Keeps pension accounts", "GB",
            "identity-contact pay pension", _CONTROLLER),
    Service("accounting", "Accounting software", "Ledger", "Keeps the books", "GB NZ",
            "bank-details business-contact", below="hosting"),
    Service("payments", "Payment processing", "Card payments", "Takes payments", "IE GB US",
            "orders payment-cards", _CONTROLLER),
    Service("delivery", "Delivery", "Parcel network", "Delivers parcels", "GB IE",
            "deliveries identity-contact"),
    Service("mailing", "Email delivery", "Campaigns", "Sends newsletters", "US DE",
            "identity-contact marketing-choices", below="hosting support-desk"),
    Service("email", "Email and documents", "Office suite", "Carries our mail", "IE US",
            "correspondence identity-contact", below="hosting"),
    Service("support-desk", "Customer support software", "Help desk", "Holds support requests",
            "US IN IE", "correspondence identity-contact", below="hosting telephony"),
    Service("telephony", "Telephony", "Contact centre", "Carries and records calls", "GB US",
            "call-recordings", below="transcription"),
    Service("transcription", "Transcription", "Speech to text", "Writes calls down", "US IN",
            "call-recordings", below="hosting"),
    Service("service-desk", "IT service desk", "Second-line support", "Supports our staff",
            "IN GB", "access-logs identity-contact", below="support-desk"),
    Service("security-operations", "Security monitoring", "Detection", "Watches our network",
            "IL GB US", "access-logs", below="hosting"),
    Service("guarding", "Guarding", "Guards", "Watches our sites", "GB", "cctv-images incidents"),
    Service("analytics", "Analytics", "Product analytics", "Measures use", "US CA",
            "browsing online-identifiers", below="hosting"),
    Service("advertising", "Advertising", "Audiences", "Shows advertisements", "IE US",
            "browsing online-identifiers", EngagementRole.JOINT_CONTROLLER),
    Service("fraud-screening", "Fraud screening", "Scoring", "Scores orders", "US GB",
            "online-identifiers orders", below="hosting data-centre"),
    Service("credit-checks", "Credit reference", "Credit reports", "Reports credit", "GB",
            "credit identity-contact", _CONTROLLER),
    Service("loyalty", "Loyalty software", "Points", "Keeps points", "GB DE",
            "browsing identity-contact", below="hosting mailing"),
    Service("surveys", "Surveys", "Surveys", "Asks customers", "CA GB", "survey-answers",
            below="hosting"),
    Service("learning", "Learning platform", "Courses", "Trains staff", "GB AU",
            "identity-contact qualifications", below="hosting"),
    Service("hotline", "Whistleblowing line", "Report line", "Takes reports", "DK GB",
            "correspondence suspected-offences", below="transcription"),
    Service("crm", "Customer relationship software", "CRM", "Keeps contacts of clients", "US IE",
            "business-contact", below="hosting support-desk"),
    Service("tracking", "Parcel tracking", "Track and trace", "Tells where parcels are", "NL GB",
            "deliveries", below="hosting mapping"),
    Service("mapping", "Maps and routes", "Routing", "Plans routes", "NL US", "deliveries",
            below="hosting"),
    Service("telematics", "Vehicle telematics", "Fleet tracker", "Tracks vehicles", "GB JP",
            "telematics working-time", below="mapping"),
    Service("gates", "Access control", "Gates", "Opens gates", "GB KR", "fingerprints"),
    Service("data-centre", "Data centre", "Racks and power", "Houses servers", "IE DE GB US",
            "access-logs", below="remote-hands"),
    Service("remote-hands", "Remote hands", "Engineers on call", "Repairs servers", "IN PH PL",
            "access-logs", below="document-output"),
    Service("document-output", "Printing and destruction", "Output", "Prints and shreds",
            "GB PL", "identity-contact"),
)  # fmt: skip

SERVICES: Mapping[str, Service] = {service.id: service for service in _SERVICES}

SISTER = "delivery"
"""The service that the logistics company provides for the retailer."""
