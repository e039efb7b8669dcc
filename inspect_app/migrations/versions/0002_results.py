"""Photos, findings, conclusions, requests, signed minutes and their downloads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.String(20), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("print_sha256", sa.String(64), nullable=False),
        sa.Column("thumb_sha256", sa.String(64), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_photo"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_photo_user_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_photo_visit_id"),
    )
    op.create_index("ix_photo_visit_id", "photo", ["visit_id"])
    op.create_table(
        "finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("heading", sa.String(10), nullable=False),
        sa.Column("item_code", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cause", sa.String(30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name="fk_finding_created_by"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_finding_visit_id"),
    )
    op.create_index("ix_finding_visit_id", "finding", ["visit_id"])
    op.create_table(
        "finding_unit",
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("finding_id", "unit_id", name="pk_finding_unit"),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name="fk_finding_unit_finding_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_finding_unit_unit_id"),
    )
    op.create_index("ix_finding_unit_unit_id", "finding_unit", ["unit_id"])
    op.create_table(
        "conclusion_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("heading", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("drafted", sa.Text(), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_conclusion_line"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_conclusion_line_visit_id"),
    )
    op.create_index("ix_conclusion_line_visit_id", "conclusion_line", ["visit_id"])
    op.create_table(
        "remediation_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("drafted", sa.Text(), nullable=False),
        sa.Column("responsible", sa.String(200), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_remediation_request"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_remediation_request_visit_id"),
    )
    op.create_index("ix_remediation_request_visit_id", "remediation_request", ["visit_id"])
    op.create_table(
        "request_finding",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("request_id", "finding_id", name="pk_request_finding"),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name="fk_request_finding_finding_id"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["remediation_request.id"], name="fk_request_finding_request_id"
        ),
    )
    op.create_index("ix_request_finding_finding_id", "request_finding", ["finding_id"])
    op.create_table(
        "signed_minutes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(30), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("data_sha256", sa.String(64), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_signed_minutes"),
        sa.UniqueConstraint(
            "campaign_id", "year", "number", name="uq_signed_minutes_campaign_id_year_number"
        ),
        sa.UniqueConstraint("sha256", name="uq_signed_minutes_sha256"),
        sa.UniqueConstraint("visit_id", name="uq_signed_minutes_visit_id"),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name="fk_signed_minutes_campaign_id"
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["user.id"], name="fk_signed_minutes_signed_by"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_signed_minutes_visit_id"),
    )
    op.create_table(
        "download",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("address", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_download"),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["signed_minutes.id"], name="fk_download_minutes_id"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_download_user_id"),
    )
    op.create_index("ix_download_minutes_id", "download", ["minutes_id"])


def downgrade() -> None:
    """Refused: going back could lose records, so an older state comes from a backup."""
    raise RuntimeError("Migrations only go forward; restore a backup instead.")
