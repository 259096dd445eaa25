"""The words a record may use, each stored by value and shown by its label.

Words that the law sets and may change (lawful bases, conditions, transfer mechanisms, countries)
are not here: they are dated rows of `data/law`, read through `ropa.core.reference`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """One word of a closed list: its stored value, its label in the product and its source."""

    label: str
    clause: str

    def __new__(cls, value: str, label: str = "", clause: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.clause = clause
        return member


class Kind(StrEnum):
    """A kind of record; the value stands in the journal, the plural names its file."""

    label: str
    plural: str

    def __new__(cls, value: str, label: str = "", plural: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.plural = plural
        return member

    ORGANISATION = "organisation", "Organisation", "organisations"
    PARTY = "party", "Party", "parties"
    ADEQUACY_CONFIRMATION = (
        "adequacy-confirmation",
        "Adequacy confirmation",
        "adequacy-confirmations",
    )
    RECIPIENT_CATEGORY = "recipient-category", "Category of recipients", "recipient-categories"
    ENGAGEMENT = "engagement", "Engagement", "engagements"
    SYSTEM = "system", "System", "systems"
    DATA_CATEGORY = "data-category", "Category of personal data", "data-categories"
    DATA_SUBJECT_CATEGORY = (
        "data-subject-category",
        "Category of data subjects",
        "data-subject-categories",
    )
    PURPOSE = "purpose", "Purpose", "purposes"
    RETENTION_RULE = "retention-rule", "Retention rule", "retention-rules"
    SECURITY_MEASURE = "security-measure", "Security measure", "security-measures"
    ACTIVITY = "activity", "Processing activity", "activities"
    FLOW = "flow", "Data flow", "flows"
    TRANSFER = "transfer", "Transfer", "transfers"
    DOCUMENT = "document", "Document", "documents"
    PERSON = "person", "Person", "people"
    USER = "user", "User", "users"
    MEMBERSHIP = "membership", "Membership", "memberships"


class Action(Word):
    """What a journal entry did to its record."""

    CREATED = "created", "Created"
    CHANGED = "changed", "Changed"
    RETIRED = "retired", "Retired"
    RESTORED = "restored", "Restored"
    DELETED = "deleted", "Deleted"
    REDACTED = "redacted", "Earlier state redacted"


class Regime(Word):
    """A data protection regime an entity's processing is under."""

    UK_GDPR = "uk-gdpr", "UK GDPR", "UK GDPR Art 3"
    EU_GDPR = "eu-gdpr", "EU GDPR", "GDPR Art 3"
    OTHER = "other", "Another data protection law"


class Standing(Word):
    """How a recorded answer stands to its source."""

    STATED = "stated", "Stated"
    INFERRED = "inferred", "Inferred"


class PartyKind(Word):
    """What an outside body is."""

    COMPANY = "company", "Company"
    PUBLIC_AUTHORITY = "public-authority", "Public authority"
    INTERNATIONAL_ORGANISATION = (
        "international-organisation",
        "International organisation",
        "Art 4(26)",
    )
    PERSON = "person", "Natural person"


class ActivityRole(Word):
    """In what role the organisation carries out an activity."""

    CONTROLLER = "controller", "Controller", "Art 4(7)"
    JOINT_CONTROLLER = "joint-controller", "Joint controller", "Art 26"
    PROCESSOR = "processor", "Processor", "Art 4(8)"


class ActivityStatus(Word):
    """Where an activity is in its life."""

    PLANNED = "planned", "Planned"
    ACTIVE = "active", "Active"
    ENDED = "ended", "Ended"


class EngagementRole(Word):
    """In what role another body receives personal data."""

    PROCESSOR = "processor", "Processor", "Art 4(8)"
    JOINT_CONTROLLER = "joint-controller", "Joint controller", "Art 26"
    INDEPENDENT_CONTROLLER = "independent-controller", "Independent controller", "Art 4(7)"
    RECIPIENT = "recipient", "Recipient", "Art 4(9)"


class Initiator(Word):
    """Who initiates the sending, or the giving of access."""

    ORGANISATION = "organisation", "The organisation"
    OTHER_PARTY = "other-party", "The other party"
    CUSTOMER = "customer", "The customer (controller)"
    DATA_SUBJECT = "data-subject", "The data subject"


class Authorisation(Word):
    """How a controller authorises the use of another processor."""

    SPECIFIC = "specific", "Specific", "Art 28(2)"
    GENERAL = "general", "General", "Art 28(2)"


class SystemKind(Word):
    """What a system is."""

    APPLICATION = "application", "Application"
    DATABASE = "database", "Database"
    FILE_STORAGE = "file-storage", "File storage"
    MESSAGING = "messaging", "Email or messaging"
    ANALYTICS = "analytics", "Analytics or logging"
    COOKIES = "cookies", "Cookies and similar technologies"
    BACKUP = "backup", "Backup"
    DEVICE = "device", "Device"
    PAPER = "paper", "Paper files"
    OTHER = "other", "Other"


class Operator(Word):
    """Who operates a system."""

    OWN = "own", "The organisation itself"
    ENGAGEMENT = "engagement", "An engaged party", "Art 28"


class SpecialCategory(Word):
    """A special category of personal data."""

    RACIAL_OR_ETHNIC_ORIGIN = "racial-or-ethnic-origin", "Racial or ethnic origin", "Art 9(1)"
    POLITICAL_OPINIONS = "political-opinions", "Political opinions", "Art 9(1)"
    BELIEFS = "beliefs", "Religious or philosophical beliefs", "Art 9(1)"
    TRADE_UNION_MEMBERSHIP = "trade-union-membership", "Trade union membership", "Art 9(1)"
    GENETIC = "genetic", "Genetic data", "Art 9(1)"
    BIOMETRIC = "biometric", "Biometric data used to identify a person", "Art 9(1)"
    HEALTH = "health", "Data concerning health", "Art 9(1)"
    SEX_LIFE = "sex-life", "Sex life", "Art 9(1)"
    SEXUAL_ORIENTATION = "sexual-orientation", "Sexual orientation", "Art 9(1)"


class Disposal(Word):
    """What happens to the data when its time is over."""

    ERASED = "erased", "Erased"
    ANONYMISED = "anonymised", "Anonymised"
    RETURNED = "returned", "Returned"
    OVERWRITTEN = "overwritten", "Overwritten in turn"
    ARCHIVED = "archived", "Archived"


class MeasureKind(Word):
    """Which kind of security measure it is."""

    TECHNICAL = "technical", "Technical", "Art 32(1)"
    ORGANISATIONAL = "organisational", "Organisational", "Art 32(1)"


class Combination(Word):
    """How several lawful bases of one purpose stand together."""

    ALL = "all", "and"
    EITHER = "either", "or"


class AutomatedDecisions(Word):
    """Whether significant decisions are taken by automated means."""

    NONE = "none", "None"
    PROFILING = "profiling", "Profiling without significant decisions", "Art 4(4)"
    SOLELY_AUTOMATED = (
        "solely-automated",
        "Solely automated significant decisions",
        "UK GDPR Arts 22A-22D; EU GDPR Art 22",
    )


class DpiaState(Word):
    """How far a data protection impact assessment is."""

    NOT_STARTED = "not-started", "Not started", "Art 35"
    IN_PROGRESS = "in-progress", "In progress", "Art 35"
    COMPLETED = "completed", "Completed", "Art 35"
    UNDER_REVIEW = "under-review", "Under review", "Art 35(11)"


class PecrChannel(Word):
    """By what channel direct marketing is sent."""

    ELECTRONIC_MAIL = "electronic-mail", "Email, text or other electronic mail", "PECR reg 22"
    LIVE_CALL = "live-call", "Live telephone call", "PECR reg 21"
    AUTOMATED_CALL = "automated-call", "Automated call", "PECR reg 19"
    FAX = "fax", "Fax", "PECR reg 20"


class PecrMarketing(Word):
    """What electronic marketing rests on under PECR. None of these is an Article 6 basis."""

    CONSENT = "consent", "Consent", "PECR reg 22(2)"
    SOFT_OPT_IN = "soft-opt-in", "Soft opt-in", "PECR reg 22(3)"
    CHARITY_SOFT_OPT_IN = "charity-soft-opt-in", "Charity soft opt-in", "PECR reg 22(3A)"
    CORPORATE_SUBSCRIBER = "corporate-subscriber", "Corporate subscribers only", "PECR reg 22(1)"


class PecrStorage(Word):
    """What storing or reading on a person's device rests on under PECR."""

    CONSENT = "consent", "Consent", "PECR reg 6"
    COMMUNICATION = "communication", "Carrying a communication", "PECR reg 6, Sch A1"
    STRICTLY_NECESSARY = "strictly-necessary", "Strictly necessary", "PECR reg 6, Sch A1"
    STATISTICS = "statistics", "Statistical purposes", "PECR reg 6, Sch A1"
    APPEARANCE = "appearance", "Appearance or functionality", "PECR reg 6, Sch A1"
    EMERGENCY = "emergency", "Emergency assistance", "PECR reg 6, Sch A1"


class AssessmentOutcome(Word):
    """What a transfer risk assessment came to."""

    FAVOURABLE = "favourable", "Favourable", "UK GDPR Art 46(1A); EU SCC clause 14"
    UNFAVOURABLE = "unfavourable", "Unfavourable", "UK GDPR Art 46(1A); EU SCC clause 14"


class DocumentKind(Word):
    """What a document is evidence of."""

    PRIVACY_NOTICE = "privacy-notice", "Privacy notice", "Arts 13, 14"
    COOKIE_POLICY = "cookie-policy", "Cookie policy", "PECR reg 6"
    CONTRACT = "contract", "Data processing contract", "Art 28(3)"
    JOINT_CONTROLLER_ARRANGEMENT = (
        "joint-controller-arrangement",
        "Joint controller arrangement",
        "Art 26",
    )
    TRANSFER_AGREEMENT = "transfer-agreement", "Transfer agreement", "Art 46"
    TRANSFER_RISK_ASSESSMENT = (
        "transfer-risk-assessment",
        "Transfer risk assessment",
        "UK GDPR Art 46(6); EU SCC clause 14",
    )
    DPIA = "dpia", "Data protection impact assessment", "Art 35"
    LEGITIMATE_INTERESTS_ASSESSMENT = (
        "legitimate-interests-assessment",
        "Legitimate interests assessment",
        "Art 6(1)(f)",
    )
    CONSENT_RECORD = "consent-record", "Record of consent", "Art 7(1)"
    APPROPRIATE_POLICY = (
        "appropriate-policy",
        "Appropriate policy document",
        "DPA 2018 Sch 1 para 39",
    )
    RETENTION_POLICY = "retention-policy", "Retention and erasure policy", "Art 5(1)(e)"
    BREACH_RECORD = "breach-record", "Record of a personal data breach", "Art 33(5)"
    EVIDENCE = "evidence", "Other evidence", "Art 5(2)"


class StatementTopic(Word):
    """What a published statement of the organisation is about."""

    CUSTOMER_CONTENT = "customer-content", "Content processed for customers", "Art 28"
    SUBPROCESSORS = "subprocessors", "Subprocessors", "Art 28(2)"
    INTEGRATIONS = "integrations", "Integrations"
    TRANSFERS = "transfers", "International transfers", "Arts 13(1)(f), 14(1)(f)"
    RIGHTS = "rights", "Rights of individuals", "Arts 13(2)(b), 14(2)(c)"
    COMPLAINTS = "complaints", "Complaints", "Arts 13(2)(d), 14(2)(e)"
    LEGITIMATE_INTERESTS = "legitimate-interests", "Legitimate interests", "Art 13(1)(d)"
    SECURITY = "security", "Security", "Art 32"
    BREACHES = "breaches", "Personal data breaches", "Arts 33, 34"
    RETENTION = "retention", "Retention", "Art 13(2)(a)"
    MARKETING = "marketing", "Marketing", "PECR reg 22"
    COOKIES = "cookies", "Cookies and similar technologies", "PECR reg 6"
    CHILDREN = "children", "Children", "Art 8"
    AUTOMATED_DECISIONS = (
        "automated-decisions",
        "Automated decisions",
        "UK GDPR Arts 22A-22D; EU GDPR Art 22",
    )
    SALE = "sale", "Sale of personal data"
    DISCLOSURES = "disclosures", "Disclosures"
    DATA_COLLECTED = "data-collected", "Data collected"
    THIRD_PARTY_SITES = "third-party-sites", "Links to other sites"
    CHANGES = "changes", "Changes to the notice"


class UserRole(Word):
    """What a user may do in one organisation."""

    ADMINISTRATOR = "administrator", "Administrator"
    DPO = "dpo", "Data protection officer"
    EDITOR = "editor", "Editor"
    READER = "reader", "Reader"


class Theme(Word):
    """How the pages look to one user."""

    AUTO = "auto", "As the device is set"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class LinkPurpose(Word):
    """What a one-time link is for."""

    FIRST = "first", "First administrator"
    INVITATION = "invitation", "Invitation"


class VisitKind(Word):
    """What somebody did who reads the register for an authority."""

    OPENED = "opened", "Opened with the code"
    WRONG = "wrong", "Gave a wrong code"
    VIEWED = "viewed", "Looked at"
    DOWNLOADED = "downloaded", "Downloaded"
    REFUSED = "refused", "Was not shown"


class WorkState(Word):
    """How far the making of an export is."""

    WAITING = "waiting", "Waiting its turn"
    RUNNING = "running", "Being made"
    DONE = "done", "Ready"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Cancelled"
