"""Why an invented group processes personal data, and what that rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ropa.records.purpose import Purpose
from ropa.vocabulary import PecrChannel, PecrMarketing, PecrStorage


@dataclass(frozen=True, slots=True)
class Aim:
    """A purpose with its bases of Art 6(1) and what each of them needs.

    `either` says that one of several bases is enough; otherwise all of them stand together.
    `article9` and `schedule1` count only where an activity holds such data. `annex1` is the
    recognised legitimate interest that can take the place of the legitimate interest.
    """

    id: str
    name: str
    bases: tuple[str, ...] = ()
    law: str | None = None
    interest: str | None = None
    article9: tuple[str, ...] = ()
    schedule1: tuple[str, ...] = ()
    annex1: str | None = None
    either: bool = False
    channels: tuple[PecrChannel, ...] = ()
    marketing: tuple[PecrMarketing, ...] = ()
    storage: tuple[PecrStorage, ...] = ()
    dpv: str | None = None


_CONTRACT = ("contract",)
_LAW = ("legal_obligation",)
_INTERESTS = ("legitimate_interests",)
_CONSENT = ("consent",)
_EMPLOYMENT = ("9_2_b",)

_STAFF = (
    Aim("paying-staff", "Paying staff", ("contract", "legal_obligation"),
        law="Income Tax (Pay As You Earn) Regulations 2003; Employment Rights Act 1996 s 8",
        article9=_EMPLOYMENT, schedule1=("sch1_1",), dpv="dpv:PersonnelPayment"),
    Aim("workplace-pensions", "Providing workplace pensions", _LAW, law="Pensions Act 2008 Part 1"),
    Aim("recruiting", "Recruiting", _INTERESTS, interest="Choosing people who can do the job",
        article9=_EMPLOYMENT, schedule1=("sch1_1",), dpv="dpv:PersonnelHiring"),
    Aim("right-to-work", "Checking the right to work", _LAW,
        law="Immigration, Asylum and Nationality Act 2006 s 15"),
    Aim("managing-staff", "Managing staff", ("contract", "legitimate_interests"), either=True,
        interest="Running the business with the people it employs",
        article9=_EMPLOYMENT, schedule1=("sch1_1",), dpv="dpv:PersonnelManagement"),
    Aim("sickness-absence", "Managing sickness absence", _LAW,
        law="Statutory Sick Pay (General) Regulations 1982",
        article9=_EMPLOYMENT, schedule1=("sch1_1",)),
    Aim("occupational-health", "Occupational health", _LAW,
        law="Health and Safety at Work etc. Act 1974 s 2",
        article9=("9_2_h",), schedule1=("sch1_2",)),
    Aim("equal-opportunities", "Monitoring equality of opportunity", _INTERESTS,
        interest="Seeing whether people are treated equally",
        article9=("9_2_g",), schedule1=("sch1_8",)),
    Aim("union-subscriptions", "Deducting union subscriptions", _CONSENT,
        article9=_EMPLOYMENT, schedule1=("sch1_1",)),
    Aim("training", "Training", _INTERESTS, interest="Staff who know their work"),
    Aim("criminal-record-checks", "Checking criminal records for posts of trust", _INTERESTS,
        interest="Keeping goods and customers safe from theft and violence",
        schedule1=("sch1_1",)),
    Aim("health-and-safety", "Recording accidents at work", _LAW,
        law="Reporting of Injuries, Diseases and Dangerous Occurrences Regulations 2013",
        article9=_EMPLOYMENT, schedule1=("sch1_1",)),
    Aim("emergencies", "Helping in emergencies", ("vital_interests", "legitimate_interests"),
        either=True, interest="Getting help to somebody who needs it at once",
        article9=("9_2_c",), annex1="rli_emergencies"),
    Aim("whistleblowing", "Handling reports of wrongdoing", _INTERESTS,
        interest="Finding and ending wrongdoing", article9=("9_2_g",), schedule1=("sch1_10",)),
)  # fmt: skip

_CUSTOMERS = (
    Aim("taking-orders", "Taking and fulfilling orders", _CONTRACT,
        dpv="dpv:CustomerOrderManagement"),
    Aim("delivering", "Delivering goods", _CONTRACT, dpv="dpv:DeliveryOfGoods"),
    Aim("returns", "Returns and refunds", ("contract", "legal_obligation"),
        law="Consumer Contracts (Information, Cancellation and Additional Charges) Regulations "
        "2013 reg 34"),
    Aim("customer-accounts", "Providing customer accounts", _CONTRACT),
    Aim("loyalty", "Running the loyalty scheme", ("contract", "consent"), either=True),
    Aim("customer-support", "Answering customers", ("contract", "legitimate_interests"),
        either=True, interest="Helping people who ask", dpv="dpv:CustomerCare"),
    Aim("complaints", "Handling complaints", _INTERESTS, interest="Putting right what went wrong",
        article9=("9_2_f",)),
    Aim("email-marketing", "Marketing by email and text", ("consent", "legitimate_interests"),
        either=True, interest="Telling customers of similar goods",
        channels=(PecrChannel.ELECTRONIC_MAIL,),
        marketing=(PecrMarketing.CONSENT, PecrMarketing.SOFT_OPT_IN), dpv="dpv:DirectMarketing"),
    Aim("telephone-marketing", "Marketing by telephone", _INTERESTS,
        interest="Offering services to businesses", channels=(PecrChannel.LIVE_CALL,),
        marketing=(PecrMarketing.CORPORATE_SUBSCRIBER,), dpv="dpv:DirectMarketing"),
    Aim("online-advertising", "Advertising online", _CONSENT, storage=(PecrStorage.CONSENT,),
        dpv="dpv:Advertising"),
    Aim("web-analytics", "Measuring the use of the website", _CONSENT,
        storage=(PecrStorage.CONSENT,)),
    Aim("website", "Running the website", _INTERESTS, interest="A website that works",
        storage=(PecrStorage.STRICTLY_NECESSARY,)),
    Aim("market-research", "Market research", ("legitimate_interests", "consent"), either=True,
        interest="Knowing what customers want"),
    Aim("credit-assessment", "Assessing credit", _CONTRACT, dpv="dpv:CreditChecking"),
    Aim("safeguarding", "Protecting children and people at risk", _INTERESTS,
        interest="Keeping people at risk safe in the shops", article9=("9_2_g",),
        schedule1=("sch1_18",), annex1="rli_safeguarding"),
    Aim("product-recalls", "Recalling products", _LAW,
        law="General Product Safety Regulations 2005 reg 9"),
)  # fmt: skip

_RUNNING = (
    Aim("fraud-prevention", "Preventing fraud", _INTERESTS, interest="Not losing money to fraud",
        article9=("9_2_g",), schedule1=("sch1_14",), annex1="rli_crime",
        dpv="dpv:FraudPreventionAndDetection"),
    Aim("cctv", "Watching over sites", _INTERESTS,
        interest="Deterring and solving crime on our sites", article9=("9_2_g",),
        schedule1=("sch1_10",), annex1="rli_crime"),
    Aim("site-access", "Controlling access to sites", _INTERESTS,
        interest="Letting in only those who may enter", article9=("9_2_a",)),
    Aim("network-security", "Securing networks and information", _INTERESTS,
        interest="Secure networks and information systems", dpv="dpv:EnforceSecurity"),
    Aim("it-support", "Supporting the users of IT", _INTERESTS, interest="Systems that work"),
    Aim("backups", "Keeping backups", _INTERESTS, interest="Recovering from loss"),
    Aim("accounting", "Accounting and tax", _LAW,
        law="Companies Act 2006 s 386; Finance Act 1998 Sch 18 para 21"),
    Aim("collecting-debts", "Collecting debts", _INTERESTS, interest="Being paid"),
    Aim("managing-suppliers", "Managing suppliers", _INTERESTS,
        interest="Buying goods and services", dpv="dpv:VendorManagement"),
    Aim("corporate-governance", "Corporate governance", _LAW, law="Companies Act 2006 ss 162-167"),
    Aim("insurance", "Insurance claims", _INTERESTS, interest="Being compensated for losses",
        article9=("9_2_f", "9_2_g"), schedule1=("sch1_20",)),
    Aim("legal-claims", "Legal claims", _INTERESTS, interest="Making and defending legal claims",
        article9=("9_2_f",), schedule1=("sch1_33",)),
    Aim("rights-requests", "Answering requests of data subjects", _LAW,
        law="UK GDPR Arts 12-22"),
    Aim("driver-compliance", "Keeping drivers' hours and licences", _LAW,
        law="Goods Vehicles (Licensing of Operators) Act 1995 s 13A; Transport Act 1968 Part VI",
        schedule1=("sch1_1",)),
    Aim("fleet-safety", "Safe and efficient driving", _INTERESTS,
        interest="Fewer accidents and less fuel"),
    Aim("carrying-for-clients", "Carrying and storing goods for clients"),
    Aim("tracing-for-clients", "Telling clients' customers where their parcel is"),
)  # fmt: skip

AIMS: Mapping[str, Aim] = {aim.id: aim for aim in (*_STAFF, *_CUSTOMERS, *_RUNNING)}


def purposes() -> tuple[Purpose, ...]:
    """Give the purposes as records."""
    return tuple(Purpose(id=aim.id, name=aim.name, dpv=aim.dpv) for aim in AIMS.values())
