"""Make the first tables, and protect the journal.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_REFUSED = "the journal is only ever added to"

# The one change an entry allows: its state and salt go, and everything else stays.
_SQLITE = (
    f"""CREATE TRIGGER journal_entry_kept BEFORE UPDATE ON journal_entry
    WHEN NOT (
        NEW.state IS NULL AND NEW.salt IS NULL AND NEW.sequence IS OLD.sequence
        AND NEW.batch IS OLD.batch AND NEW.instant IS OLD.instant AND NEW.actor IS OLD.actor
        AND NEW.action IS OLD.action AND NEW.kind IS OLD.kind AND NEW.record IS OLD.record
        AND NEW.version IS OLD.version AND NEW.reason IS OLD.reason
        AND NEW.digest IS OLD.digest AND NEW.hash IS OLD.hash
    ) BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END""",
    f"""CREATE TRIGGER journal_entry_undeleted BEFORE DELETE ON journal_entry
    BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END""",
    f"""CREATE TRIGGER journal_head_undeleted BEFORE DELETE ON journal_head
    BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END""",
    # SQLite's REPLACE deletes without asking the triggers above.
    f"""CREATE TRIGGER journal_entry_unreplaced BEFORE INSERT ON journal_entry
    WHEN EXISTS (SELECT 1 FROM journal_entry WHERE sequence = NEW.sequence)
    BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END""",
    f"""CREATE TRIGGER journal_head_unreplaced BEFORE INSERT ON journal_head
    WHEN EXISTS (SELECT 1 FROM journal_head)
    BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END""",
)

_POSTGRESQL = (
    f"""CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$""",
    """CREATE TRIGGER journal_entry_kept BEFORE UPDATE ON journal_entry FOR EACH ROW
    WHEN (
        NEW.state IS NOT NULL OR NEW.salt IS NOT NULL
        OR ROW(NEW.sequence, NEW.batch, NEW.instant, NEW.actor, NEW.action, NEW.kind, NEW.record,
               NEW.version, NEW.reason, NEW.digest, NEW.hash)
        IS DISTINCT FROM
           ROW(OLD.sequence, OLD.batch, OLD.instant, OLD.actor, OLD.action, OLD.kind, OLD.record,
               OLD.version, OLD.reason, OLD.digest, OLD.hash)
    ) EXECUTE FUNCTION journal_refuse()""",
    """CREATE TRIGGER journal_entry_undeleted BEFORE DELETE OR TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()""",
    """CREATE TRIGGER journal_head_undeleted BEFORE DELETE OR TRUNCATE ON journal_head
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()""",
)


def upgrade() -> None:
    """Make the tables, the journal's triggers and its head."""
    _make_tables()
    dialect = op.get_bind().dialect.name
    for statement in _SQLITE if dialect == "sqlite" else _POSTGRESQL:
        op.execute(sa.text(statement))
    op.execute(
        sa.text(
            "INSERT INTO journal_head (id, sequence, hash, instant) VALUES (1, 0, :genesis, '')"
        ).bindparams(genesis="0" * 64)
    )


def _make_tables() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blob"),
    )
    op.create_table(
        "data_subject_category",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("vulnerable", sa.Boolean(), nullable=True),
        sa.Column("children", sa.Boolean(), nullable=True),
        sa.Column("approximate_number", sa.Integer(), nullable=True),
        sa.Column("dpv", sa.Text(), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_data_subject_category"),
    )
    op.create_table(
        "journal_entry",
        sa.Column("sequence", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("instant", sa.String(27), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column(
            "action",
            sa.String(40),
            sa.CheckConstraint(
                "\"action\" IN ('created', 'changed', 'retired', 'restored', 'deleted', 'redacted')",
                name="ck_journal_entry_ck_journal_entry_action",
            ),
            nullable=False,
        ),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.Column("salt", sa.String(32), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_journal_entry"),
    )
    op.create_index("ix_journal_entry_instant", "journal_entry", ["instant"])
    op.create_index("ix_journal_entry_record", "journal_entry", ["kind", "record", "sequence"])
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("instant", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal_head"),
        sa.CheckConstraint("id = 1", name="ck_journal_head_single"),
    )
    op.create_table(
        "party",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.String(40),
            sa.CheckConstraint(
                "\"kind\" IN ('company', 'public-authority', 'international-organisation', 'person')",
                name="ck_party_ck_party_kind",
            ),
            nullable=True,
        ),
        sa.Column("legal_name", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("regimes_answered", sa.Boolean(), nullable=False),
        sa.Column("representative", sa.String(80), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("telephone", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("privacy_url", sa.Text(), nullable=True),
        sa.Column("terms_url", sa.Text(), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_party"),
        sa.ForeignKeyConstraint(
            ["representative"],
            ["party.id"],
            name="fk_party_representative",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_party_representative", "party", ["representative"])
    op.create_table(
        "person",
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("telephone", sa.Text(), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "purpose",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("dpv", sa.Text(), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_purpose"),
    )
    op.create_table(
        "recipient_category",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column(
            "role",
            sa.String(40),
            sa.CheckConstraint(
                "\"role\" IN ('processor', 'joint-controller', 'independent-controller', 'recipient')",
                name="ck_recipient_category_ck_recipient_category_role",
            ),
            nullable=True,
        ),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recipient_category"),
    )
    op.create_table(
        "retention_rule",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=True),
        sa.Column("minimum", sa.Text(), nullable=True),
        sa.Column("maximum", sa.Text(), nullable=True),
        sa.Column("rolling", sa.Boolean(), nullable=True),
        sa.Column("criterion", sa.Text(), nullable=True),
        sa.Column(
            "disposal",
            sa.String(40),
            sa.CheckConstraint(
                "\"disposal\" IN ('erased', 'anonymised', 'returned', 'overwritten', 'archived')",
                name="ck_retention_rule_ck_retention_rule_disposal",
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_retention_rule"),
    )
    op.create_table(
        "security_measure",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.String(40),
            sa.CheckConstraint(
                "\"kind\" IN ('technical', 'organisational')",
                name="ck_security_measure_ck_security_measure_kind",
            ),
            nullable=True,
        ),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_security_measure"),
    )
    op.create_table(
        "user",
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user"),
        sa.UniqueConstraint("email", name="uq_user_email"),
    )
    op.create_table(
        "credential",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", name="pk_credential"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["user.id"],
            name="fk_credential_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "data_category",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("elements_answered", sa.Boolean(), nullable=False),
        sa.Column("special_answered", sa.Boolean(), nullable=False),
        sa.Column("criminal", sa.Boolean(), nullable=True),
        sa.Column("retention", sa.String(80), nullable=True),
        sa.Column("dpv", sa.Text(), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_data_category"),
        sa.ForeignKeyConstraint(
            ["retention"],
            ["retention_rule.id"],
            name="fk_data_category_retention",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_data_category_retention", "data_category", ["retention"])
    op.create_table(
        "organisation",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("trading_names_answered", sa.Boolean(), nullable=False),
        sa.Column("company_number", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("telephone", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("regimes_answered", sa.Boolean(), nullable=False),
        sa.Column("party", sa.String(80), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("public_authority", sa.Boolean(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("occasional_only", sa.Boolean(), nullable=True),
        sa.Column("ico_registration", sa.Text(), nullable=True),
        sa.Column("dpo_name", sa.Text(), nullable=True),
        sa.Column("dpo_address", sa.Text(), nullable=True),
        sa.Column("dpo_email", sa.Text(), nullable=True),
        sa.Column("dpo_telephone", sa.Text(), nullable=True),
        sa.Column("dpo_none", sa.Text(), nullable=True),
        sa.Column("representative_name", sa.Text(), nullable=True),
        sa.Column("representative_address", sa.Text(), nullable=True),
        sa.Column("representative_email", sa.Text(), nullable=True),
        sa.Column("representative_telephone", sa.Text(), nullable=True),
        sa.Column("representative_none", sa.Text(), nullable=True),
        sa.Column(
            "authorisation",
            sa.String(40),
            sa.CheckConstraint(
                "\"authorisation\" IN ('specific', 'general')",
                name="ck_organisation_ck_organisation_authorisation",
            ),
            nullable=True,
        ),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.Column("objection_days", sa.Integer(), nullable=True),
        sa.Column("recipient_categories_answered", sa.Boolean(), nullable=False),
        sa.Column("statements_answered", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.ForeignKeyConstraint(
            ["party"],
            ["party.id"],
            name="fk_organisation_party",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_organisation_party", "organisation", ["party"])
    op.create_table(
        "party_regimes",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column(
            "value",
            sa.String(80),
            sa.CheckConstraint(
                "\"value\" IN ('uk-gdpr', 'eu-gdpr', 'other')",
                name="ck_party_regimes_ck_party_regimes_value",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "value", name="pk_party_regimes"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["party.id"],
            name="fk_party_regimes_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "data_category_elements",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", "position", name="pk_data_category_elements"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["data_category.id"],
            name="fk_data_category_elements_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "data_category_special",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column(
            "value",
            sa.String(80),
            sa.CheckConstraint(
                "\"value\" IN ('racial-or-ethnic-origin', 'political-opinions', 'beliefs', 'trade-union-membership', 'genetic', 'biometric', 'health', 'sex-life', 'sexual-orientation')",
                name="ck_data_category_special_ck_data_category_special_value",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "value", name="pk_data_category_special"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["data_category.id"],
            name="fk_data_category_special_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "document",
        sa.Column("organisation", sa.String(80), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.String(40),
            sa.CheckConstraint(
                "\"kind\" IN ('privacy-notice', 'cookie-policy', 'contract', 'joint-controller-arrangement', 'transfer-agreement', 'transfer-risk-assessment', 'dpia', 'legitimate-interests-assessment', 'consent-record', 'appropriate-policy', 'retention-policy', 'breach-record', 'evidence')",
                name="ck_document_ck_document_kind",
            ),
            nullable=True,
        ),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("expiry", sa.Date(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("substance", sa.Text(), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name="fk_document_organisation",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["blob.sha256"],
            name="fk_document_sha256",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_document_organisation", "document", ["organisation"])
    op.create_table(
        "engagement",
        sa.Column("organisation", sa.String(80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("party", sa.String(80), nullable=True),
        sa.Column(
            "role",
            sa.String(40),
            sa.CheckConstraint(
                "\"role\" IN ('processor', 'joint-controller', 'independent-controller', 'recipient')",
                name="ck_engagement_ck_engagement_role",
            ),
            nullable=True,
        ),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("service", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column(
            "initiated_by",
            sa.String(40),
            sa.CheckConstraint(
                "\"initiated_by\" IN ('organisation', 'other-party', 'customer', 'data-subject')",
                name="ck_engagement_ck_engagement_initiated_by",
            ),
            nullable=True,
        ),
        sa.Column("stored_in_answered", sa.Boolean(), nullable=False),
        sa.Column("accessed_from_answered", sa.Boolean(), nullable=False),
        sa.Column("data_categories_answered", sa.Boolean(), nullable=False),
        sa.Column("contracts_answered", sa.Boolean(), nullable=False),
        sa.Column(
            "authorisation",
            sa.String(40),
            sa.CheckConstraint(
                "\"authorisation\" IN ('specific', 'general')",
                name="ck_engagement_ck_engagement_authorisation",
            ),
            nullable=True,
        ),
        sa.Column("under", sa.String(80), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_engagement"),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name="fk_engagement_organisation",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["party"],
            ["party.id"],
            name="fk_engagement_party",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["under"],
            ["engagement.id"],
            name="fk_engagement_under",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_engagement_organisation", "engagement", ["organisation"])
    op.create_index("ix_engagement_party", "engagement", ["party"])
    op.create_index("ix_engagement_under", "engagement", ["under"])
    op.create_table(
        "membership",
        sa.Column("user", sa.String(80), nullable=False),
        sa.Column("organisation", sa.String(80), nullable=False),
        sa.Column(
            "role",
            sa.String(40),
            sa.CheckConstraint(
                "\"role\" IN ('administrator', 'dpo', 'editor', 'reader')",
                name="ck_membership_ck_membership_role",
            ),
            nullable=False,
        ),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name="fk_membership_organisation",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["user"], ["user.id"], name="fk_membership_user", deferrable=True, initially="DEFERRED"
        ),
    )
    op.create_index("ix_membership_organisation", "membership", ["organisation"])
    op.create_index("ix_membership_user", "membership", ["user"])
    op.create_table(
        "organisation_recipient_categories",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_organisation_recipient_categories"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["organisation.id"],
            name="fk_organisation_recipient_categories_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["recipient_category.id"],
            name="fk_organisation_recipient_categories_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "ix_organisation_recipient_categories_value", "organisation_recipient_categories", ["value"]
    )
    op.create_table(
        "organisation_regimes",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column(
            "value",
            sa.String(80),
            sa.CheckConstraint(
                "\"value\" IN ('uk-gdpr', 'eu-gdpr', 'other')",
                name="ck_organisation_regimes_ck_organisation_regimes_value",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "value", name="pk_organisation_regimes"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["organisation.id"],
            name="fk_organisation_regimes_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "organisation_trading_names",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", "position", name="pk_organisation_trading_names"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["organisation.id"],
            name="fk_organisation_trading_names_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "activity",
        sa.Column("organisation", sa.String(80), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(80), nullable=True),
        sa.Column(
            "role",
            sa.String(40),
            sa.CheckConstraint(
                "\"role\" IN ('controller', 'joint-controller', 'processor')",
                name="ck_activity_ck_activity_role",
            ),
            nullable=True,
        ),
        sa.Column(
            "status",
            sa.String(40),
            sa.CheckConstraint(
                "\"status\" IN ('planned', 'active', 'ended')",
                name="ck_activity_ck_activity_status",
            ),
            nullable=True,
        ),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("on_behalf_of_answered", sa.Boolean(), nullable=False),
        sa.Column("operations_answered", sa.Boolean(), nullable=False),
        sa.Column("purposes_answered", sa.Boolean(), nullable=False),
        sa.Column("data_answered", sa.Boolean(), nullable=False),
        sa.Column("sources_answered", sa.Boolean(), nullable=False),
        sa.Column("systems_answered", sa.Boolean(), nullable=False),
        sa.Column("engagements_answered", sa.Boolean(), nullable=False),
        sa.Column("recipient_categories_answered", sa.Boolean(), nullable=False),
        sa.Column("internal_recipients_answered", sa.Boolean(), nullable=False),
        sa.Column("measures_answered", sa.Boolean(), nullable=False),
        sa.Column(
            "automated_decisions",
            sa.String(40),
            sa.CheckConstraint(
                "\"automated_decisions\" IN ('none', 'profiling', 'solely-automated')",
                name="ck_activity_ck_activity_automated_decisions",
            ),
            nullable=True,
        ),
        sa.Column("dpia_screening", sa.Text(), nullable=True),
        sa.Column("dpia_needed", sa.Boolean(), nullable=True),
        sa.Column(
            "dpia_state",
            sa.String(40),
            sa.CheckConstraint(
                "\"dpia_state\" IN ('not-started', 'in-progress', 'completed', 'under-review')",
                name="ck_activity_ck_activity_dpia_state",
            ),
            nullable=True,
        ),
        sa.Column("dpia", sa.String(80), nullable=True),
        sa.Column("breaches_answered", sa.Boolean(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
        sa.ForeignKeyConstraint(
            ["dpia"],
            ["document.id"],
            name="fk_activity_dpia",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name="fk_activity_organisation",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["owner"],
            ["person.id"],
            name="fk_activity_owner",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_activity_dpia", "activity", ["dpia"])
    op.create_index("ix_activity_organisation", "activity", ["organisation"])
    op.create_index("ix_activity_owner", "activity", ["owner"])
    op.create_table(
        "adequacy_confirmation",
        sa.Column("party", sa.String(80), nullable=False),
        sa.Column("adequacy", sa.Text(), nullable=False),
        sa.Column("data_covered", sa.Text(), nullable=True),
        sa.Column("evidence", sa.String(80), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_adequacy_confirmation"),
        sa.ForeignKeyConstraint(
            ["evidence"],
            ["document.id"],
            name="fk_adequacy_confirmation_evidence",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["party"],
            ["party.id"],
            name="fk_adequacy_confirmation_party",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_adequacy_confirmation_evidence", "adequacy_confirmation", ["evidence"])
    op.create_index("ix_adequacy_confirmation_party", "adequacy_confirmation", ["party"])
    op.create_table(
        "data_category_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_data_category_provenance_ck_data_category_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_data_category_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_data_category_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["data_category.id"],
            name="fk_data_category_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "ix_data_category_provenance_document", "data_category_provenance", ["document"]
    )
    op.create_table(
        "data_subject_category_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_data_subject_category_provenance_ck_data_subject_category_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_data_subject_category_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_data_subject_category_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["data_subject_category.id"],
            name="fk_data_subject_category_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "ix_data_subject_category_provenance_document",
        "data_subject_category_provenance",
        ["document"],
    )
    op.create_table(
        "document_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_document_provenance_ck_document_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_document_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_document_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["document.id"],
            name="fk_document_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_document_provenance_document", "document_provenance", ["document"])
    op.create_table(
        "engagement_accessed_from",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_engagement_accessed_from"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["engagement.id"],
            name="fk_engagement_accessed_from_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "engagement_contracts",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_engagement_contracts"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["engagement.id"],
            name="fk_engagement_contracts_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["document.id"],
            name="fk_engagement_contracts_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_engagement_contracts_value", "engagement_contracts", ["value"])
    op.create_table(
        "engagement_data_categories",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_engagement_data_categories"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["engagement.id"],
            name="fk_engagement_data_categories_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["data_category.id"],
            name="fk_engagement_data_categories_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_engagement_data_categories_value", "engagement_data_categories", ["value"])
    op.create_table(
        "engagement_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_engagement_provenance_ck_engagement_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_engagement_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_engagement_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["engagement.id"],
            name="fk_engagement_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_engagement_provenance_document", "engagement_provenance", ["document"])
    op.create_table(
        "engagement_stored_in",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_engagement_stored_in"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["engagement.id"],
            name="fk_engagement_stored_in_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "membership_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_membership_provenance_ck_membership_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_membership_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_membership_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["membership.id"],
            name="fk_membership_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_membership_provenance_document", "membership_provenance", ["document"])
    op.create_table(
        "organisation_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_organisation_provenance_ck_organisation_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_organisation_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_organisation_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["organisation.id"],
            name="fk_organisation_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_organisation_provenance_document", "organisation_provenance", ["document"])
    op.create_table(
        "organisation_statements",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "topic",
            sa.String(40),
            sa.CheckConstraint(
                "\"topic\" IN ('customer-content', 'subprocessors', 'integrations', 'transfers', 'rights', 'complaints', 'legitimate-interests', 'security', 'breaches', 'retention', 'marketing', 'cookies', 'children', 'automated-decisions', 'sale', 'disclosures', 'data-collected', 'third-party-sites', 'changes')",
                name="ck_organisation_statements_ck_organisation_statements_topic",
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record", "position", name="pk_organisation_statements"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_organisation_statements_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["organisation.id"],
            name="fk_organisation_statements_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_organisation_statements_document", "organisation_statements", ["document"])
    op.create_table(
        "party_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_party_provenance_ck_party_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_party_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_party_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["party.id"],
            name="fk_party_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_party_provenance_document", "party_provenance", ["document"])
    op.create_table(
        "person_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_person_provenance_ck_person_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_person_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_person_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["person.id"],
            name="fk_person_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_person_provenance_document", "person_provenance", ["document"])
    op.create_table(
        "purpose_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_purpose_provenance_ck_purpose_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_purpose_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_purpose_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["purpose.id"],
            name="fk_purpose_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_purpose_provenance_document", "purpose_provenance", ["document"])
    op.create_table(
        "recipient_category_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_recipient_category_provenance_ck_recipient_category_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_recipient_category_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_recipient_category_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["recipient_category.id"],
            name="fk_recipient_category_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "ix_recipient_category_provenance_document", "recipient_category_provenance", ["document"]
    )
    op.create_table(
        "retention_rule_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_retention_rule_provenance_ck_retention_rule_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_retention_rule_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_retention_rule_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["retention_rule.id"],
            name="fk_retention_rule_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "ix_retention_rule_provenance_document", "retention_rule_provenance", ["document"]
    )
    op.create_table(
        "security_measure_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_security_measure_provenance_ck_security_measure_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_security_measure_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_security_measure_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["security_measure.id"],
            name="fk_security_measure_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "ix_security_measure_provenance_document", "security_measure_provenance", ["document"]
    )
    op.create_table(
        "system",
        sa.Column("organisation", sa.String(80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.String(40),
            sa.CheckConstraint(
                "\"kind\" IN ('application', 'database', 'file-storage', 'messaging', 'analytics', 'cookies', 'backup', 'device', 'paper', 'other')",
                name="ck_system_ck_system_kind",
            ),
            nullable=True,
        ),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(80), nullable=True),
        sa.Column("engagement", sa.String(80), nullable=True),
        sa.Column("places_answered", sa.Boolean(), nullable=False),
        sa.Column("data_categories_answered", sa.Boolean(), nullable=False),
        sa.Column("measures_answered", sa.Boolean(), nullable=False),
        sa.Column("retention", sa.String(80), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_system"),
        sa.ForeignKeyConstraint(
            ["engagement"],
            ["engagement.id"],
            name="fk_system_engagement",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name="fk_system_organisation",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["owner"], ["person.id"], name="fk_system_owner", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["retention"],
            ["retention_rule.id"],
            name="fk_system_retention",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_system_engagement", "system", ["engagement"])
    op.create_index("ix_system_organisation", "system", ["organisation"])
    op.create_index("ix_system_owner", "system", ["owner"])
    op.create_index("ix_system_retention", "system", ["retention"])
    op.create_table(
        "transfer",
        sa.Column("organisation", sa.String(80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("exporter", sa.String(80), nullable=True),
        sa.Column("importer", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("international_organisation", sa.Text(), nullable=True),
        sa.Column("mechanisms_answered", sa.Boolean(), nullable=False),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("agreement", sa.String(80), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=True),
        sa.Column(
            "outcome",
            sa.String(40),
            sa.CheckConstraint(
                "\"outcome\" IN ('favourable', 'unfavourable')",
                name="ck_transfer_ck_transfer_outcome",
            ),
            nullable=True,
        ),
        sa.Column("assessment", sa.String(80), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("supplementary_measures_answered", sa.Boolean(), nullable=False),
        sa.Column("derogations_answered", sa.Boolean(), nullable=False),
        sa.Column("safeguards", sa.String(80), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transfer"),
        sa.ForeignKeyConstraint(
            ["agreement"],
            ["document.id"],
            name="fk_transfer_agreement",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["assessment"],
            ["document.id"],
            name="fk_transfer_assessment",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["exporter"],
            ["party.id"],
            name="fk_transfer_exporter",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["importer"],
            ["engagement.id"],
            name="fk_transfer_importer",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name="fk_transfer_organisation",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["safeguards"],
            ["document.id"],
            name="fk_transfer_safeguards",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_transfer_agreement", "transfer", ["agreement"])
    op.create_index("ix_transfer_assessment", "transfer", ["assessment"])
    op.create_index("ix_transfer_exporter", "transfer", ["exporter"])
    op.create_index("ix_transfer_importer", "transfer", ["importer"])
    op.create_index("ix_transfer_organisation", "transfer", ["organisation"])
    op.create_index("ix_transfer_safeguards", "transfer", ["safeguards"])
    op.create_table(
        "user_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_user_provenance_ck_user_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_user_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_user_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["user.id"],
            name="fk_user_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_user_provenance_document", "user_provenance", ["document"])
    op.create_table(
        "activity_breaches",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_activity_breaches"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["activity.id"],
            name="fk_activity_breaches_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["document.id"],
            name="fk_activity_breaches_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_activity_breaches_value", "activity_breaches", ["value"])
    op.create_table(
        "activity_data",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("subjects", sa.String(80), nullable=True),
        sa.Column("data", sa.String(80), nullable=True),
        sa.Column("purposes_answered", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("retention", sa.String(80), nullable=True),
        sa.PrimaryKeyConstraint("record", "position", name="pk_activity_data"),
        sa.ForeignKeyConstraint(
            ["data"],
            ["data_category.id"],
            name="fk_activity_data_data",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["activity.id"],
            name="fk_activity_data_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["retention"],
            ["retention_rule.id"],
            name="fk_activity_data_retention",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["subjects"],
            ["data_subject_category.id"],
            name="fk_activity_data_subjects",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_activity_data_data", "activity_data", ["data"])
    op.create_index("ix_activity_data_retention", "activity_data", ["retention"])
    op.create_index("ix_activity_data_subjects", "activity_data", ["subjects"])
    op.create_table(
        "activity_engagements",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_activity_engagements"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["activity.id"],
            name="fk_activity_engagements_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["engagement.id"],
            name="fk_activity_engagements_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_activity_engagements_value", "activity_engagements", ["value"])
    op.create_table(
        "activity_internal_recipients",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", "position", name="pk_activity_internal_recipients"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["activity.id"],
            name="fk_activity_internal_recipients_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "activity_measures",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_activity_measures"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["activity.id"],
            name="fk_activity_measures_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["security_measure.id"],
            name="fk_activity_measures_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_activity_measures_value", "activity_measures", ["value"])
    op.create_table(
        "activity_on_behalf_of",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_activity_on_behalf_of"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["activity.id"],
            name="fk_activity_on_behalf_of_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["party.id"],
            name="fk_activity_on_behalf_of_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_activity_on_behalf_of_value", "activity_on_behalf_of", ["value"])
    op.create_table(
        "activity_operations",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", "position", name="pk_activity_operations"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["activity.id"],
            name="fk_activity_operations_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "activity_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_activity_provenance_ck_activity_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_activity_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_activity_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["activity.id"],
            name="fk_activity_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_activity_provenance_document", "activity_provenance", ["document"])
    op.create_table(
        "activity_purposes",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(80), nullable=False),
        sa.Column("bases_answered", sa.Boolean(), nullable=False),
        sa.Column(
            "combination",
            sa.String(40),
            sa.CheckConstraint(
                "\"combination\" IN ('all', 'either')",
                name="ck_activity_purposes_ck_activity_purposes_combination",
            ),
            nullable=True,
        ),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("law_cited", sa.Text(), nullable=True),
        sa.Column("interest", sa.Text(), nullable=True),
        sa.Column("assessment", sa.String(80), nullable=True),
        sa.Column("recognised_interest", sa.Text(), nullable=True),
        sa.Column("article9_answered", sa.Boolean(), nullable=False),
        sa.Column("schedule1_answered", sa.Boolean(), nullable=False),
        sa.Column("policy", sa.String(80), nullable=True),
        sa.Column("policy_followed", sa.Boolean(), nullable=True),
        sa.Column("policy_reasons", sa.Text(), nullable=True),
        sa.Column("policy_keep_until", sa.Date(), nullable=True),
        sa.Column("consent_record", sa.String(80), nullable=True),
        sa.Column("pecr_channels_answered", sa.Boolean(), nullable=False),
        sa.Column("pecr_marketing_answered", sa.Boolean(), nullable=False),
        sa.Column("pecr_condition", sa.Text(), nullable=True),
        sa.Column("pecr_storage_answered", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("record", "position", name="pk_activity_purposes"),
        sa.ForeignKeyConstraint(
            ["assessment"],
            ["document.id"],
            name="fk_activity_purposes_assessment",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["consent_record"],
            ["document.id"],
            name="fk_activity_purposes_consent_record",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["policy"],
            ["document.id"],
            name="fk_activity_purposes_policy",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["purpose"],
            ["purpose.id"],
            name="fk_activity_purposes_purpose",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["activity.id"],
            name="fk_activity_purposes_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_activity_purposes_assessment", "activity_purposes", ["assessment"])
    op.create_index("ix_activity_purposes_consent_record", "activity_purposes", ["consent_record"])
    op.create_index("ix_activity_purposes_policy", "activity_purposes", ["policy"])
    op.create_index("ix_activity_purposes_purpose", "activity_purposes", ["purpose"])
    op.create_table(
        "activity_recipient_categories",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_activity_recipient_categories"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["activity.id"],
            name="fk_activity_recipient_categories_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["recipient_category.id"],
            name="fk_activity_recipient_categories_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "ix_activity_recipient_categories_value", "activity_recipient_categories", ["value"]
    )
    op.create_table(
        "activity_sources",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", "position", name="pk_activity_sources"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["activity.id"],
            name="fk_activity_sources_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "activity_systems",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_activity_systems"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["activity.id"],
            name="fk_activity_systems_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["system.id"],
            name="fk_activity_systems_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_activity_systems_value", "activity_systems", ["value"])
    op.create_table(
        "adequacy_confirmation_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_adequacy_confirmation_provenance_ck_adequacy_confirmation_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_adequacy_confirmation_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_adequacy_confirmation_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["adequacy_confirmation.id"],
            name="fk_adequacy_confirmation_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "ix_adequacy_confirmation_provenance_document",
        "adequacy_confirmation_provenance",
        ["document"],
    )
    op.create_table(
        "flow",
        sa.Column("organisation", sa.String(80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("activities_answered", sa.Boolean(), nullable=False),
        sa.Column("from_subjects", sa.String(80), nullable=True),
        sa.Column("from_source", sa.Text(), nullable=True),
        sa.Column("from_system", sa.String(80), nullable=True),
        sa.Column("from_engagement", sa.String(80), nullable=True),
        sa.Column("to_subjects", sa.String(80), nullable=True),
        sa.Column("to_system", sa.String(80), nullable=True),
        sa.Column("to_engagement", sa.String(80), nullable=True),
        sa.Column("to_recipients", sa.String(80), nullable=True),
        sa.Column("data_categories_answered", sa.Boolean(), nullable=False),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("encrypted", sa.Boolean(), nullable=True),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_flow"),
        sa.ForeignKeyConstraint(
            ["from_engagement"],
            ["engagement.id"],
            name="fk_flow_from_engagement",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["from_subjects"],
            ["data_subject_category.id"],
            name="fk_flow_from_subjects",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["from_system"],
            ["system.id"],
            name="fk_flow_from_system",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name="fk_flow_organisation",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["to_engagement"],
            ["engagement.id"],
            name="fk_flow_to_engagement",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["to_recipients"],
            ["recipient_category.id"],
            name="fk_flow_to_recipients",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["to_subjects"],
            ["data_subject_category.id"],
            name="fk_flow_to_subjects",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["to_system"],
            ["system.id"],
            name="fk_flow_to_system",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_flow_from_engagement", "flow", ["from_engagement"])
    op.create_index("ix_flow_from_subjects", "flow", ["from_subjects"])
    op.create_index("ix_flow_from_system", "flow", ["from_system"])
    op.create_index("ix_flow_organisation", "flow", ["organisation"])
    op.create_index("ix_flow_to_engagement", "flow", ["to_engagement"])
    op.create_index("ix_flow_to_recipients", "flow", ["to_recipients"])
    op.create_index("ix_flow_to_subjects", "flow", ["to_subjects"])
    op.create_index("ix_flow_to_system", "flow", ["to_system"])
    op.create_table(
        "system_data_categories",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_system_data_categories"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["system.id"],
            name="fk_system_data_categories_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["data_category.id"],
            name="fk_system_data_categories_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_system_data_categories_value", "system_data_categories", ["value"])
    op.create_table(
        "system_measures",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_system_measures"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["system.id"],
            name="fk_system_measures_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["security_measure.id"],
            name="fk_system_measures_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_system_measures_value", "system_measures", ["value"])
    op.create_table(
        "system_places",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_system_places"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["system.id"],
            name="fk_system_places_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "system_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_system_provenance_ck_system_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_system_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_system_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["system.id"],
            name="fk_system_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_system_provenance_document", "system_provenance", ["document"])
    op.create_table(
        "transfer_derogations",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_transfer_derogations"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["transfer.id"],
            name="fk_transfer_derogations_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "transfer_mechanisms",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_transfer_mechanisms"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["transfer.id"],
            name="fk_transfer_mechanisms_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "transfer_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_transfer_provenance_ck_transfer_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_transfer_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_transfer_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["transfer.id"],
            name="fk_transfer_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_transfer_provenance_document", "transfer_provenance", ["document"])
    op.create_table(
        "transfer_supplementary_measures",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", "position", name="pk_transfer_supplementary_measures"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["transfer.id"],
            name="fk_transfer_supplementary_measures_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "activity_data_purposes",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "line", "value", name="pk_activity_data_purposes"),
        sa.ForeignKeyConstraint(
            ["record", "line"],
            ["activity_data.record", "activity_data.position"],
            name="fk_activity_data_purposes_record_line",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["purpose.id"],
            name="fk_activity_data_purposes_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "activity_purposes_article9",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "line", "value", name="pk_activity_purposes_article9"),
        sa.ForeignKeyConstraint(
            ["record", "line"],
            ["activity_purposes.record", "activity_purposes.position"],
            name="fk_activity_purposes_article9_record_line",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "activity_purposes_bases",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "line", "position", name="pk_activity_purposes_bases"),
        sa.ForeignKeyConstraint(
            ["record", "line"],
            ["activity_purposes.record", "activity_purposes.position"],
            name="fk_activity_purposes_bases_record_line",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "activity_purposes_pecr_channels",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column(
            "value",
            sa.String(80),
            sa.CheckConstraint(
                "\"value\" IN ('electronic-mail', 'live-call', 'automated-call', 'fax')",
                name="ck_activity_purposes_pecr_channels_ck_activity_purposes_pecr_channels_value",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint(
            "record", "line", "value", name="pk_activity_purposes_pecr_channels"
        ),
        sa.ForeignKeyConstraint(
            ["record", "line"],
            ["activity_purposes.record", "activity_purposes.position"],
            name="fk_activity_purposes_pecr_channels_record_line",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "activity_purposes_pecr_marketing",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column(
            "value",
            sa.String(80),
            sa.CheckConstraint(
                "\"value\" IN ('consent', 'soft-opt-in', 'charity-soft-opt-in', 'corporate-subscriber')",
                name="ck_activity_purposes_pecr_marketing_ck_activity_purposes_pecr_marketing_value",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint(
            "record", "line", "value", name="pk_activity_purposes_pecr_marketing"
        ),
        sa.ForeignKeyConstraint(
            ["record", "line"],
            ["activity_purposes.record", "activity_purposes.position"],
            name="fk_activity_purposes_pecr_marketing_record_line",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "activity_purposes_pecr_storage",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column(
            "value",
            sa.String(80),
            sa.CheckConstraint(
                "\"value\" IN ('consent', 'communication', 'strictly-necessary', 'statistics', 'appearance', 'emergency')",
                name="ck_activity_purposes_pecr_storage_ck_activity_purposes_pecr_storage_value",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint(
            "record", "line", "value", name="pk_activity_purposes_pecr_storage"
        ),
        sa.ForeignKeyConstraint(
            ["record", "line"],
            ["activity_purposes.record", "activity_purposes.position"],
            name="fk_activity_purposes_pecr_storage_record_line",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "activity_purposes_schedule1",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "line", "value", name="pk_activity_purposes_schedule1"),
        sa.ForeignKeyConstraint(
            ["record", "line"],
            ["activity_purposes.record", "activity_purposes.position"],
            name="fk_activity_purposes_schedule1_record_line",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_table(
        "flow_activities",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_flow_activities"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["flow.id"],
            name="fk_flow_activities_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["activity.id"],
            name="fk_flow_activities_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_flow_activities_value", "flow_activities", ["value"])
    op.create_table(
        "flow_data_categories",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("record", "value", name="pk_flow_data_categories"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["flow.id"],
            name="fk_flow_data_categories_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["value"],
            ["data_category.id"],
            name="fk_flow_data_categories_value",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_flow_data_categories_value", "flow_data_categories", ["value"])
    op.create_table(
        "flow_provenance",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.String(40),
            sa.CheckConstraint(
                "\"standing\" IN ('stated', 'inferred')",
                name="ck_flow_provenance_ck_flow_provenance_standing",
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record", "position", name="pk_flow_provenance"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.id"],
            name="fk_flow_provenance_document",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["record"],
            ["flow.id"],
            name="fk_flow_provenance_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_flow_provenance_document", "flow_provenance", ["document"])
