"""Parties, numbers, states of signed files, scans, and work done beside the requests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inspect_app.migrations.append_only import allow_changes, refuse_changes

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


# Changing a table on SQLite rebuilds it, which loses its triggers.
APPEND_ONLY = ("party_stand", "signed_file", "paper_scan", "signed_minutes")


def upgrade() -> None:
    """Add the tables; a document known before gets its book, its first state, and its triggers."""
    _jobs()
    _parties()
    _outside()
    _files()
    with op.batch_alter_table("visit_step", schema=None) as step:
        step.add_column(sa.Column("file_sha256", sa.String(64), nullable=False, server_default=""))
    allow_changes("signed_minutes")
    _documents()
    _fill_books()
    _fill_files()
    for table in APPEND_ONLY:
        refuse_changes(table)


def _jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("heartbeat", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.UniqueConstraint("key", name="uq_job_key"),
    )
    op.create_index("ix_job_waiting", "job", ["state", "not_before"])


def _parties() -> None:
    op.create_table(
        "number_book",
        sa.Column("book", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("book", "year", name="pk_number_book"),
    )
    op.create_table(
        "party_stand",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.String(30), nullable=False),
        sa.Column("stand", sa.String(30), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("witness", sa.String(length=200), nullable=False),
        sa.Column("ink_sha256", sa.String(length=64), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name="fk_party_stand_recorded_by"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_party_stand_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_party_stand"),
    )
    op.create_index("ix_party_stand_visit_id", "party_stand", ["visit_id"])


def _outside() -> None:
    op.create_table(
        "outside_signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.String(30), nullable=False),
        sa.Column("base_sha256", sa.String(length=64), nullable=False),
        sa.Column("prepared_sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_outside_signature_by_id"),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["signed_minutes.id"], name="fk_outside_signature_minutes_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outside_signature"),
    )
    op.create_index("ix_outside_signature_minutes", "outside_signature", ["minutes_id"])

    op.create_table(
        "paper_scan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("qr_matches", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_paper_scan_by_id"),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["signed_minutes.id"], name="fk_paper_scan_minutes_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_paper_scan"),
    )
    op.create_index("ix_paper_scan_minutes_id", "paper_scan", ["minutes_id"])


def _files() -> None:
    op.create_table(
        "signed_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("party", sa.String(30), nullable=True),
        sa.Column("signer", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(30), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_signed_file_by_id"),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["signed_minutes.id"], name="fk_signed_file_minutes_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_signed_file"),
        sa.UniqueConstraint("minutes_id", "ordinal", name="uq_signed_file_minutes_id_ordinal"),
        sa.UniqueConstraint("sha256", name="uq_signed_file_sha256"),
    )


def _documents() -> None:
    with op.batch_alter_table("signed_minutes", schema=None) as table:
        table.add_column(sa.Column("book", sa.String(200), nullable=False, server_default=""))
        table.add_column(sa.Column("code", sa.String(40), nullable=True))
        table.add_column(sa.Column("replaces_id", sa.Uuid(), nullable=True))
        approved = sa.Column("approved_sha256", sa.String(64), nullable=False, server_default="")
        table.add_column(approved)
        table.drop_constraint("uq_signed_minutes_campaign_id_year_number", type_="unique")
        table.drop_constraint("uq_signed_minutes_visit_id", type_="unique")
        table.create_index("ix_signed_minutes_visit_id", ["visit_id"])
        table.create_unique_constraint("uq_signed_minutes_code", ["code"])
        table.create_unique_constraint("uq_signed_minutes_replaces_id", ["replaces_id"])
        table.create_foreign_key(
            "fk_signed_minutes_replaces_id", "signed_minutes", ["replaces_id"], ["id"]
        )


def _fill_books() -> None:
    """Numbers went by campaign; where two campaigns share a series now, the later keeps its own."""
    op.execute(
        "UPDATE signed_minutes SET book = (SELECT c.issuing_body || ' · ' || c.series"
        " FROM campaign c WHERE c.id = signed_minutes.campaign_id)"
    )
    op.execute(
        "UPDATE signed_minutes SET book = substr(book, 1, 160) || ' · ' || campaign_id"
        " WHERE EXISTS (SELECT 1 FROM signed_minutes o WHERE o.book = signed_minutes.book"
        " AND o.year = signed_minutes.year AND o.number = signed_minutes.number"
        " AND o.campaign_id < signed_minutes.campaign_id)"
    )
    op.execute(
        "INSERT INTO number_book (book, year, last)"
        " SELECT book, year, max(number) FROM signed_minutes GROUP BY book, year"
    )
    with op.batch_alter_table("signed_minutes", schema=None) as table:
        table.create_unique_constraint(
            "uq_signed_minutes_book_year_number", ["book", "year", "number"]
        )


def _fill_files() -> None:
    op.execute(
        "INSERT INTO signed_file (id, minutes_id, ordinal, kind, party, signer, sha256, size,"
        " level, by_id, at) SELECT m.id, m.id, 1, 'signed', 'head', u.full_name, m.sha256, m.size,"
        " 'B-B', m.signed_by, m.signed_at FROM signed_minutes m"
        ' JOIN "user" u ON u.id = m.signed_by'
    )


def downgrade() -> None:
    """Refused: going back could lose records, so an older state comes from a backup."""
    raise RuntimeError("Migrations only go forward; restore a backup instead.")
