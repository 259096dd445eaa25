"""The columns of the controller's record that special category and criminal data fill.

Each answer stands on the purpose. Where there is none, the data of the row may settle that none
is needed: it is known to be neither special nor criminal, or the United Kingdom's Act of 2018
is not the organisation's law.
"""

from __future__ import annotations

from ropa.core import wording
from ropa.export.cell import NOT_APPLICABLE, UNKNOWN, Cell, cell
from ropa.export.ico_rows import DEPENDENT, Absent, Row
from ropa.records.activity import ActivityPurpose


def article9_condition(row: Row) -> Cell:
    """Fill column 13 with the conditions of Art 9(2)."""
    if isinstance(row.purpose, Absent):
        return DEPENDENT[row.purpose]
    stated = row.purpose.article9
    if stated is None and row.sensitivity.special is False:
        return NOT_APPLICABLE
    return cell(wording.article9(stated, row.facts.reference, row.facts.day))


def schedule1_condition(row: Row) -> Cell:
    """Fill column 26 with the conditions of DPA 2018 Schedule 1."""
    if isinstance(row.purpose, Absent):
        return DEPENDENT[row.purpose]
    stated = row.purpose.schedule1
    if stated is None and not _schedule1_asked(row, row.purpose):
        return NOT_APPLICABLE
    return cell(wording.schedule1(stated, row.facts.reference, row.facts.day))


def article6_of_sensitive(row: Row) -> Cell:
    """Fill column 27: the Art 6 basis again, where the section it stands in applies."""
    line = row.purpose
    if isinstance(line, Absent):
        return DEPENDENT[line]
    applies = True if line.article9 or line.schedule1 else row.sensitivity.any
    if applies is False or not _uk(row):
        return NOT_APPLICABLE
    return cell(wording.bases(line, row.facts.reference, row.facts.day)) if applies else UNKNOWN


def policy_document(row: Row) -> Cell:
    """Fill column 28 with the appropriate policy document, DPA 2018 Sch 1 para 39."""
    line = row.purpose
    if isinstance(line, Absent):
        return DEPENDENT[line]
    if line.policy:
        return cell(row.facts.document(line.policy))
    return UNKNOWN if _policy_asked(row, line) else NOT_APPLICABLE


def policy_followed(row: Row) -> Cell:
    """Fill column 29 with whether the policy is followed, para 41(c)."""
    line = row.purpose
    if isinstance(line, Absent):
        return DEPENDENT[line]
    if line.policy_followed is None and not line.policy and not _policy_asked(row, line):
        return NOT_APPLICABLE
    return cell(wording.yes_or_no(line.policy_followed))


def policy_reasons(row: Row) -> Cell:
    """Fill column 30 with the reasons for not following the policy, para 41(c)."""
    line = row.purpose
    if isinstance(line, Absent):
        return DEPENDENT[line]
    if line.policy_reasons:
        return cell(line.policy_reasons)
    if line.policy_followed is not None:
        return NOT_APPLICABLE if line.policy_followed else UNKNOWN
    return UNKNOWN if line.policy or _policy_asked(row, line) else NOT_APPLICABLE


def _uk(row: Row) -> bool:
    """Whether DPA 2018 may be the organisation's law."""
    return row.facts.regimes is None or "UK" in row.facts.regimes


def _schedule1_asked(row: Row, line: ActivityPurpose) -> bool:
    """Whether a Schedule 1 condition may be needed, as far as other answers tell."""
    if not _uk(row) or row.sensitivity.any is False:
        return False
    if row.sensitivity.criminal is not False or not line.article9:
        return True
    reference, day = row.facts.reference, row.facts.day
    found = (reference.article9(id, day) or reference.article9(id) for id in line.article9)
    return any(one is None or one.schedule1 for one in found)


def _policy_asked(row: Row, line: ActivityPurpose) -> bool:
    """Whether a policy document may be needed, as far as other answers tell."""
    if line.schedule1 is None:
        return _schedule1_asked(row, line)
    reference, day = row.facts.reference, row.facts.day
    found = (reference.schedule1(id, day) or reference.schedule1(id) for id in line.schedule1)
    return any(one is None or one.policy_document != "not_needed" for one in found)
