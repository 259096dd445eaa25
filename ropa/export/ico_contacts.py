"""The contact details above the ICO's tables: the organisation, its DPO, its representative."""

from __future__ import annotations

from ropa.core import wording
from ropa.core.law import Template
from ropa.export.cell import NOT_APPLICABLE, Cell, State, cell
from ropa.export.table import Block
from ropa.records.organisation import Organisation


def contact_blocks(organisation: Organisation, template: Template) -> tuple[Block, ...]:
    """Fill the template's blocks, in its order: Art 30(1)(a), 30(2)(a)."""
    own = organisation
    filled = (
        _block(None, own.name, own.address, own.email, own.telephone),
        _block(own.dpo_none, own.dpo_name, own.dpo_address, own.dpo_email, own.dpo_telephone),
        _block(
            own.representative_none,
            own.representative_name,
            own.representative_address,
            own.representative_email,
            own.representative_telephone,
        ),
    )
    return tuple(
        Block(block.label, cells)
        for block, cells in zip(template.contact_blocks, filled, strict=True)
    )


def _block(why_none: str | None, name: str | None, *details: str | None) -> tuple[Cell, ...]:
    """Give name, address, email and telephone, or why there is nobody to name."""
    if why_none and name is None:
        said = Cell(f"{wording.NONE}: {why_none}", State.NONE)
        return (said, *(cell(detail) if detail else NOT_APPLICABLE for detail in details))
    return (cell(name), *(cell(detail) for detail in details))
