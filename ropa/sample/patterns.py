"""What each function of the invented group does with personal data."""

from __future__ import annotations

from dataclasses import dataclass

RETAIL = "pennaquil-stores"
HAULAGE = "ostrelway-logistics"


@dataclass(frozen=True, slots=True)
class Pattern:
    """What activities of one sort have in common, in words separated by spaces.

    Each of `lines` names people, data and retention rule. `systems` and `services` are those of
    `equipment` and `services`. A pattern with `operations` is carried out for clients.
    """

    name: str
    function: str
    aims: str
    lines: tuple[str, ...]
    systems: str = ""
    services: str = ""
    recipients: str = ""
    sources: tuple[str, ...] = ("The person concerned",)
    operations: tuple[str, ...] = ()
    risky: bool = False
    automated: bool = False


_EMPLOYEE = "employees identity-contact employment-six-years"
_CANDIDATE = "candidates identity-contact candidates-six-months"
_CUSTOMER = "customers identity-contact orders-six-years"
_PARCEL = "parcel-recipients deliveries deliveries-one-year"
_CLIENT = "parcel-recipients identity-contact clients-instructions"

BOTH = (
    Pattern("Payroll", "Payroll", "paying-staff accounting union-subscriptions",
            ("employees pay tax-six-years", "employees bank-details tax-six-years", _EMPLOYEE,
             "former-employees pay tax-six-years", "employees union-membership tax-six-years"),
            "payroll backups", "payroll", "tax-authorities banks auditors"),
    Pattern("Recruitment", "Human resources", "recruiting right-to-work",
            (_CANDIDATE, "candidates qualifications candidates-six-months",
             "candidates right-to-work-papers right-to-work-two-years"),
            "recruitment email", "recruitment screening", "professional-advisers",
            ("The person concerned", "Referees", "Recruitment agencies")),
    Pattern("Sickness absence", "Human resources", "sickness-absence occupational-health",
            ("employees absence employment-six-years",
             "employees occupational-health-reports health-forty-years", _EMPLOYEE),
            "hr files", "hr occupational-health", "insurers",
            ("The person concerned", "Doctors"), risky=True),
    Pattern("Security cameras", "Security", "cctv",
            ("store-visitors cctv-images cctv-thirty-days",
             "employees cctv-images cctv-thirty-days",
             "store-visitors suspected-offences claims-closed"),
            "cameras", "guarding", "police insurers", ("Cameras on site",), risky=True),
    Pattern("Employee records", "Human resources", "managing-staff equal-opportunities",
            (_EMPLOYEE, "employees employment employment-six-years",
             "next-of-kin identity-contact employment-six-years",
             "employees diversity employment-six-years"),
            "hr files", "hr hosting", "professional-advisers pension-providers"),
    Pattern("Accidents at work", "Health and safety", "health-and-safety emergencies",
            ("employees incidents accidents", "agency-workers incidents accidents",
             "store-visitors incidents accidents"),
            "files hr", "occupational-health", "regulators insurers"),
    Pattern("Workplace pensions", "Payroll", "workplace-pensions",
            ("employees pension pensions", "former-employees pension pensions"),
            "payroll", "pensions", "pension-providers regulators"),
    Pattern("Supplier accounts", "Finance", "accounting managing-suppliers",
            ("supplier-contacts business-contact suppliers",
             "supplier-contacts bank-details tax-six-years"),
            "finance email", "accounting", "auditors banks"),
    Pattern("Network monitoring", "IT", "network-security",
            ("employees access-logs logs", "website-visitors access-logs logs"),
            "logs", "hosting security-operations", "", ("Network equipment",)),
    Pattern("IT service desk", "IT", "it-support backups",
            ("employees identity-contact support-two-years", "employees access-logs logs"),
            "tickets email backups", "service-desk email", ""),
    Pattern("Staff training", "Human resources", "training",
            ("employees qualifications employment-six-years", _EMPLOYEE), "learning", "learning"),
    Pattern("Requests of data subjects", "Legal", "rights-requests",
            ("complainants identity-contact support-two-years",
             "complainants correspondence support-two-years"),
            "tickets files", "email", "regulators professional-advisers"),
    Pattern("Legal claims", "Legal", "legal-claims insurance",
            ("complainants claims claims-closed", "employees claims claims-closed",
             "complainants incidents claims-closed"),
            "files email", "", "professional-advisers insurers police"),
    Pattern("Whistleblowing", "Legal", "whistleblowing",
            ("employees correspondence claims-closed",
             "employees suspected-offences claims-closed"),
            "hotline", "hotline", "regulators police", ("Whoever reports",), risky=True),
    Pattern("Company secretary", "Legal", "corporate-governance",
            ("directors identity-contact undecided",), "files", "", "regulators auditors"),
    Pattern("Visitor book", "Facilities", "site-access emergencies",
            ("store-visitors identity-contact cctv-thirty-days",), "paper", "", "police"),
)  # fmt: skip

SHOPS = (
    Pattern("Online orders", "E-commerce", "taking-orders delivering accounting",
            (_CUSTOMER, "customers orders orders-six-years", "customers payment-cards cards",
             "customers deliveries deliveries-one-year"),
            "shop orders backups", "hosting payments delivery", "banks carriers"),
    Pattern("Email newsletter", "Marketing", "email-marketing",
            ("customers marketing-choices objections",
             "prospects identity-contact marketing", "customers browsing marketing"),
            "crm mailing", "mailing hosting", ""),
    Pattern("Customer service", "Customer support", "customer-support complaints",
            ("customers correspondence support-two-years", "customers call-recordings calls",
             "complainants correspondence support-two-years"),
            "tickets telephony", "support-desk telephony", "carriers"),
    Pattern("Website analytics", "E-commerce", "web-analytics website",
            ("website-visitors online-identifiers cookies", "website-visitors browsing cookies"),
            "shop analytics", "analytics hosting", "", ("Cookies and similar technologies",)),
    Pattern("Fraud screening of orders", "Finance", "fraud-prevention",
            ("customers orders orders-six-years", "customers online-identifiers logs",
             "customers suspected-offences claims-closed"),
            "orders fraud", "fraud-screening", "police credit-agencies",
            ("The person concerned", "Fraud prevention services"), risky=True, automated=True),
    Pattern("Loyalty scheme", "Marketing", "loyalty email-marketing",
            ("loyalty-members identity-contact account-life", "loyalty-members browsing marketing",
             "family-account-children identity-contact account-life"),
            "crm loyalty", "loyalty hosting", "", risky=True),
    Pattern("Store credit", "Finance", "credit-assessment collecting-debts",
            ("customers credit orders-six-years", "customers bank-details orders-six-years"),
            "finance", "credit-checks", "credit-agencies banks",
            ("The person concerned", "Credit reference agencies"), risky=True, automated=True),
    Pattern("Returns", "Customer support", "returns",
            (_CUSTOMER, "customers orders orders-six-years"), "orders shop", "delivery payments",
            "carriers banks"),
    Pattern("Customer accounts", "E-commerce", "customer-accounts",
            ("customers account account-life", "customers identity-contact account-life"),
            "shop crm", "hosting", ""),
    Pattern("Online advertising", "Marketing", "online-advertising",
            ("website-visitors online-identifiers cookies", "prospects browsing marketing"),
            "analytics", "advertising", "advertising-networks", ("Advertising networks",)),
    Pattern("Customer surveys", "Marketing", "market-research",
            ("customers survey-answers support-two-years",), "crm", "surveys", ""),
    Pattern("Product recalls", "Sales", "product-recalls",
            (_CUSTOMER, "customers orders orders-six-years"), "orders mailing", "mailing",
            "regulators"),
    Pattern("Lost children and people at risk", "Security", "safeguarding emergencies",
            ("family-account-children incidents accidents", "store-visitors incidents accidents"),
            "paper", "guarding", "police", ("The person concerned", "Staff on site"), risky=True),
    Pattern("Theft in stores", "Security", "fraud-prevention cctv",
            ("store-visitors suspected-offences claims-closed",
             "store-visitors cctv-images cctv-thirty-days"),
            "cameras hotline", "guarding", "police", ("Cameras on site", "Staff on site"),
            risky=True),
)  # fmt: skip

DEPOTS = (
    Pattern("Parcel delivery for clients", "Logistics", "carrying-for-clients tracing-for-clients",
            (_CLIENT, "parcel-recipients deliveries clients-instructions"),
            "routing tracking", "hosting tracking mapping", "carriers", ("Clients",),
            ("Collection", "Storage", "Delivery", "Proof of delivery")),
    Pattern("Drivers' hours", "Logistics", "driver-compliance",
            ("drivers working-time tachograph", "drivers driving-licence employment-six-years"),
            "fleet", "telematics", "regulators", ("The person concerned", "Tachographs")),
    Pattern("Warehousing for clients", "Logistics", "carrying-for-clients",
            (_CLIENT, "parcel-recipients orders clients-instructions"),
            "warehouse backups", "hosting", "", ("Clients",),
            ("Storage", "Picking and packing", "Returns")),
    Pattern("Vehicle telematics", "Logistics", "fleet-safety driver-compliance",
            ("drivers telematics logs", "drivers working-time tachograph"),
            "fleet", "telematics mapping", "insurers", ("Vehicles",), risky=True),
    Pattern("Gates with fingerprints", "Facilities", "site-access",
            ("employees fingerprints account-life", "agency-workers fingerprints account-life"),
            "gates", "gates", "", risky=True),
    Pattern("Sales to businesses", "Sales", "telephone-marketing managing-suppliers",
            ("client-contacts business-contact suppliers", "prospects business-contact marketing"),
            "crm email", "crm mailing", ""),
    Pattern("Answering parcel recipients for clients", "Customer support", "tracing-for-clients",
            ("parcel-recipients correspondence clients-instructions", _PARCEL),
            "tickets telephony", "support-desk telephony", "", ("Clients", "The person concerned"),
            ("Answering questions", "Tracing of parcels")),
    Pattern("Checks of drivers' records", "Human resources",
            "criminal-record-checks driver-compliance",
            ("drivers criminal-records employment-six-years",
             "drivers driving-licence employment-six-years"),
            "hr", "screening", "insurers", ("The person concerned", "Licensing authority"),
            risky=True),
    Pattern("Agency workers", "Human resources", "managing-staff right-to-work",
            ("agency-workers identity-contact employment-six-years",
             "agency-workers working-time tachograph"),
            "hr files", "hr", "tax-authorities"),
    Pattern("Client invoices", "Finance", "accounting collecting-debts",
            ("client-contacts business-contact suppliers",
             "client-contacts bank-details tax-six-years"),
            "finance", "accounting", "auditors banks"),
)  # fmt: skip


def patterns(organisation: str) -> tuple[Pattern, ...]:
    """Give the patterns of an organisation: what it alone does first and in between."""
    own = SHOPS if organisation == RETAIL else DEPOTS
    mixed = [pattern for pair in zip(own, BOTH, strict=False) for pattern in pair]
    return (*mixed, *own[len(BOTH) :], *BOTH[len(own) :])
