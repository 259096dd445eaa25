"""The shared vocabularies of the invented group."""

from __future__ import annotations

from collections.abc import Iterator

from ropa.records.base import Provenance, Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.recipient_category import RecipientCategory
from ropa.records.retention_rule import RetentionRule
from ropa.records.security_measure import SecurityMeasure
from ropa.sample.aims import purposes
from ropa.vocabulary import Disposal, EngagementRole, MeasureKind, SpecialCategory, Standing

POLICY = "retention-and-erasure-policy"
"""The shared document that the retention rules come from."""

_HEALTH = (SpecialCategory.HEALTH,)

# id, name, vulnerable?, children?, how many (None: nobody has counted)
_SUBJECTS: tuple[tuple[str, str, bool | None, bool | None, int | None], ...] = (
    ("customers", "Customers", None, False, 412_000),
    ("family-account-children", "Children in family accounts", True, True, None),
    ("prospects", "Prospects", False, False, 90_500),
    ("website-visitors", "Website visitors", None, None, 1_900_000),
    ("store-visitors", "Visitors of shops and sites", None, None, None),
    ("loyalty-members", "Members of the loyalty scheme", False, False, 167_300),
    ("parcel-recipients", "Recipients of parcels", None, None, None),
    ("employees", "Employees", False, False, 3_140),
    ("former-employees", "Former employees", False, False, 5_800),
    ("candidates", "Job candidates", None, False, 9_600),
    ("agency-workers", "Agency workers", False, False, 420),
    ("next-of-kin", "Next of kin", None, None, 3_000),
    ("drivers", "Drivers", False, False, 610),
    ("supplier-contacts", "Contacts at suppliers", False, False, 2_250),
    ("client-contacts", "Contacts at clients", False, False, 340),
    ("complainants", "Complainants and claimants", None, None, None),
    ("directors", "Directors and shareholders", False, False, 17),
)

# id, name, elements, special categories, criminal?
_DATA: tuple[tuple[str, str, str, tuple[SpecialCategory, ...], bool], ...] = (
    ("identity-contact", "Identity and contact data", "Name; Address; Email; Telephone", (), False),
    ("account", "Account data", "User name; Password hash; Preferences", (), False),
    ("orders", "Orders and returns", "Goods; Prices; Dates; Reasons of return", (), False),
    ("payment-cards", "Payment card data", "Card token; Last four digits; Expiry", (), False),
    ("bank-details", "Bank details", "Account name; Sort code; Account number", (), False),
    ("pay", "Pay and tax", "Salary; Tax code; National Insurance number; Deductions", (), False),
    ("pension", "Pension data", "Scheme; Contributions; Beneficiaries", (), False),
    ("employment", "Employment record", "Post; Contract; Start and end; Discipline", (), False),
    ("qualifications", "Qualifications and career", "CV; Certificates; References", (), False),
    ("right-to-work-papers", "Right to work papers", "Passport copy; Visa; Share code", (), False),
    ("absence", "Absence", "Dates; Kind of absence; Fit note", _HEALTH, False),
    ("occupational-health-reports", "Occupational health reports",
     "Fitness; Adjustments; Tests", _HEALTH, False),
    ("diversity", "Diversity data", "Ethnicity; Religion; Orientation; Disability",
     (SpecialCategory.BELIEFS, SpecialCategory.HEALTH, SpecialCategory.RACIAL_OR_ETHNIC_ORIGIN,
      SpecialCategory.SEXUAL_ORIENTATION), False),
    ("union-membership", "Union membership", "Union; Subscription",
     (SpecialCategory.TRADE_UNION_MEMBERSHIP,), False),
    ("criminal-records", "Criminal record checks", "Certificate number; Result", (), True),
    ("driving-licence", "Driving licence and endorsements", "Number; Categories; Points", (), True),
    ("working-time", "Working time", "Clock times; Tachograph data; Rotas", (), False),
    ("fingerprints", "Fingerprint templates", "Template for the depot's gates",
     (SpecialCategory.BIOMETRIC,), False),
    ("telematics", "Vehicle telematics", "Position; Speed; Braking; Camera clips", (), False),
    ("cctv-images", "CCTV images", "Video; Time; Place", (), False),
    ("incidents", "Accidents and incidents", "Time; Place; Injury; Witnesses", _HEALTH, False),
    ("suspected-offences", "Suspected offences", "Reports; Images; Police reference", (), True),
    ("access-logs", "Access and system logs", "User name; IP address; Time; Action", (), False),
    ("online-identifiers", "Online identifiers", "Cookie id; IP address; Device", (), False),
    ("browsing", "Browsing and purchases", "Pages; Baskets; Purchases; Segments", (), False),
    ("marketing-choices", "Marketing preferences", "Consents; Objections; Dates", (), False),
    ("correspondence", "Correspondence", "Emails; Chats; Letters; Notes of calls", (), False),
    ("call-recordings", "Call recordings", "Audio; Number; Time", (), False),
    ("deliveries", "Deliveries", "Address; Slot; Instructions; Signature; Photograph", (), False),
    ("credit", "Credit data", "Score; Limit; Defaults", (), False),
    ("survey-answers", "Survey answers", "Ratings; Comments", (), False),
    ("claims", "Claims", "Facts; Evidence; Amounts; Outcome", (), False),
    ("business-contact", "Business contact data", "Name; Post; Work email; Work telephone", (),
     False),
)  # fmt: skip

# id, name, counted from, minimum, maximum, rolling?, criterion, disposal, reason
_RULES: tuple[tuple[str | bool | Disposal | None, ...], ...] = (
    ("tax-six-years", "Tax records", "end of the tax year", "P6Y", "P6Y", None, None,
     Disposal.ERASED, "Income Tax (Pay As You Earn) Regulations 2003 reg 97; Companies Act 2006"),
    ("employment-six-years", "Employment records", "end of employment", "P6Y", "P6Y", None, None,
     Disposal.ERASED, "Limitation Act 1980 s 5"),
    ("accidents", "Accident records", "date of the accident", "P3Y", "P3Y", None, None,
     Disposal.ERASED, "Reporting of Injuries, Diseases and Dangerous Occurrences Regulations 2013"),
    ("health-forty-years", "Health surveillance", "last entry", "P40Y", "P40Y", None, None,
     Disposal.ARCHIVED, "Control of Substances Hazardous to Health Regulations 2002 reg 11"),
    ("candidates-six-months", "Unsuccessful candidates", "decision", "P6M", "P6M", None, None,
     Disposal.ERASED, "Equality Act 2010 s 123"),
    ("right-to-work-two-years", "Right to work papers", "end of employment", "P2Y", "P2Y", None,
     None, Disposal.ERASED, "Immigration (Restrictions on Employment) Order 2007"),
    ("pensions", "Pension records", "end of the last benefit", "P6Y", "P12Y", None, None,
     Disposal.ARCHIVED, "Pensions Act 2008"),
    ("orders-six-years", "Orders", "delivery", "P6Y", "P6Y", None, None, Disposal.ANONYMISED,
     "Limitation Act 1980 s 5"),
    ("account-life", "Accounts", "closing of the account", "P30D", "P90D", None, None,
     Disposal.ERASED, "Time to undo a closing"),
    ("cards", "Card tokens", "last use", None, "P13M", None, None, Disposal.ERASED,
     "Repeat purchases and chargebacks"),
    ("support-two-years", "Support", "closing of the request", "P24M", "P24M", None, None,
     Disposal.ANONYMISED, "Following up"),
    ("calls", "Call recordings", None, "P90D", "P180D", True, None, Disposal.OVERWRITTEN,
     "Training and proof"),
    ("cctv-thirty-days", "CCTV", None, "P30D", "P30D", True, None, Disposal.OVERWRITTEN,
     "Time in which incidents are reported"),
    ("logs", "Logs", None, "P12M", "P24M", None, None, Disposal.OVERWRITTEN,
     "Finding intrusions late"),
    ("backups-rolling", "Backups", None, "P30D", "P60D", True, None, Disposal.OVERWRITTEN, None),
    ("marketing", "Marketing", "last contact", None, "P24M", None, None, Disposal.ERASED,
     "Freshness of consent"),
    ("objections", "Objections to marketing", None, None, None, None,
     "As long as the group markets: an objection has to be remembered", None,
     "UK GDPR Art 21(3)"),
    ("cookies", "Cookies", None, None, "P13M", None, None, Disposal.ERASED, None),
    ("tachograph", "Tachograph and working time", "recording", "P1Y", "P2Y", None, None,
     Disposal.ERASED, "Road Transport (Working Time) Regulations 2005 reg 11"),
    ("deliveries-one-year", "Proof of delivery", "delivery", "P12M", "P12M", None, None,
     Disposal.ERASED, "Terms with clients"),
    ("clients-instructions", "As clients instruct", None, None, None, None,
     "Until the client asks for return or erasure, at the latest the end of its contract",
     Disposal.RETURNED, "UK GDPR Art 28(3)(g)"),
    ("claims-closed", "Claims", "closing of the claim", "P6Y", "P15Y", None, None, Disposal.ERASED,
     "Limitation Act 1980"),
    ("suppliers", "Suppliers", "end of the contract", "P6Y", "P6Y", None, None, Disposal.ERASED,
     None),
    ("undecided", "Not yet decided", None, None, None, None, None, None, None),
)  # fmt: skip

# id, name, kind
_MEASURES: tuple[tuple[str, str, MeasureKind | None], ...] = (
    ("encrypted-storage", "Encryption at rest", MeasureKind.TECHNICAL),
    ("encryption-in-transit", "Encryption in transit", MeasureKind.TECHNICAL),
    ("multi-factor", "Multi-factor authentication", MeasureKind.TECHNICAL),
    ("role-based-access", "Access by role", MeasureKind.TECHNICAL),
    ("logging", "Logging and monitoring", MeasureKind.TECHNICAL),
    ("backups", "Tested backups", MeasureKind.TECHNICAL),
    ("patching", "Patching within 14 days", MeasureKind.TECHNICAL),
    ("pseudonymisation", "Pseudonymisation", MeasureKind.TECHNICAL),
    ("segmentation", "Network segmentation", MeasureKind.TECHNICAL),
    ("endpoint-protection", "Protection of devices", MeasureKind.TECHNICAL),
    ("penetration-tests", "Yearly penetration tests", MeasureKind.ORGANISATIONAL),
    ("staff-training", "Training of staff", MeasureKind.ORGANISATIONAL),
    ("confidentiality", "Duty of confidentiality", MeasureKind.ORGANISATIONAL),
    ("access-reviews", "Quarterly reviews of access", MeasureKind.ORGANISATIONAL),
    ("supplier-reviews", "Reviews of suppliers", MeasureKind.ORGANISATIONAL),
    ("incident-plan", "Plan for incidents", MeasureKind.ORGANISATIONAL),
    ("locked-cabinets", "Locked cabinets", MeasureKind.ORGANISATIONAL),
    ("clear-desk", "Clear desks", None),
)

# id, name, role
_RECIPIENTS: tuple[tuple[str, str, EngagementRole | None], ...] = (
    ("professional-advisers", "Professional advisers", EngagementRole.INDEPENDENT_CONTROLLER),
    ("auditors", "Auditors", EngagementRole.INDEPENDENT_CONTROLLER),
    ("insurers", "Insurers and brokers", EngagementRole.INDEPENDENT_CONTROLLER),
    ("tax-authorities", "Tax authorities", EngagementRole.RECIPIENT),
    ("police", "Police and courts", EngagementRole.RECIPIENT),
    ("regulators", "Regulators", EngagementRole.RECIPIENT),
    ("pension-providers", "Pension providers", EngagementRole.INDEPENDENT_CONTROLLER),
    ("banks", "Banks", EngagementRole.INDEPENDENT_CONTROLLER),
    ("carriers", "Other carriers", EngagementRole.PROCESSOR),
    ("credit-agencies", "Credit reference agencies", EngagementRole.INDEPENDENT_CONTROLLER),
    ("advertising-networks", "Advertising networks", EngagementRole.JOINT_CONTROLLER),
    ("buyers-of-the-business", "Buyers of the business", None),
)


def vocabularies() -> Iterator[Record]:
    """Give every shared word as a record; the policy document is not among them."""
    yield from purposes()
    for id, name, vulnerable, children, number in _SUBJECTS:
        yield DataSubjectCategory(
            id=id, name=name, vulnerable=vulnerable, children=children, approximate_number=number
        )
    for id, name, elements, special, criminal in _DATA:
        yield DataCategory(
            id=id,
            name=name,
            elements=tuple(elements.split("; ")),
            special=special,
            criminal=criminal,
        )
    for id, name, kind in _MEASURES:
        yield SecurityMeasure(id=id, name=name, kind=kind)
    for id, name, role in _RECIPIENTS:
        yield RecipientCategory(id=id, name=name, role=role)
    yield from _retention_rules()


def _retention_rules() -> Iterator[RetentionRule]:
    names = (
        "id", "name", "trigger", "minimum", "maximum", "rolling", "criterion", "disposal", "reason",
    )  # fmt: skip
    for row in _RULES:
        rule = dict(zip(names, row, strict=True))
        period = next((name for name in ("minimum", "maximum") if rule[name]), None)
        stated = Provenance(
            field=period or "name", document=POLICY, place="Schedule", standing=Standing.STATED
        )
        yield RetentionRule(**rule, provenance=(stated,))  # type: ignore[arg-type]


SUBJECTS = tuple(row[0] for row in _SUBJECTS)
DATA = tuple(row[0] for row in _DATA)
RULES = tuple(str(row[0]) for row in _RULES)
MEASURES = tuple(row[0] for row in _MEASURES)
RECIPIENTS = tuple(row[0] for row in _RECIPIENTS)
SPECIAL = frozenset(row[0] for row in _DATA if row[3])
CRIMINAL = frozenset(row[0] for row in _DATA if row[4])
