"""Claims of capture, layers over photos, photos on their way, and what the minutes show."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the columns of photos."""
    op.create_table(
        "promised_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=False),
        sa.Column("given_up_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_promised_photo_user_id")),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_promised_photo_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promised_photo")),
    )
    with op.batch_alter_table("promised_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promised_photo_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "photo_capture",
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("device_time", sa.DateTime(), nullable=True),
        sa.Column("clock_offset", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("accuracy", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_photo_capture_photo_id")),
        sa.PrimaryKeyConstraint("photo_id", name=op.f("pk_photo_capture")),
    )
    op.create_table(
        "photo_layer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("shapes", sa.JSON(), nullable=False),
        sa.Column("derived_sha256", sa.String(length=64), nullable=False),
        sa.Column("print_sha256", sa.String(length=64), nullable=False),
        sa.Column("thumb_sha256", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_photo_layer_by_id")),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_photo_layer_photo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_layer")),
    )
    with op.batch_alter_table("photo_layer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_layer_photo_id"), ["photo_id"], unique=False)

    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.add_column(sa.Column("derived_sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("exif", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("position", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("in_minutes", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("shows_dossier", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("masks", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("layer_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_photo_sha256"), ["sha256"], unique=False)


def downgrade() -> None:
    """Refused: going back could lose records, so an older state comes from a backup."""
    raise RuntimeError("Migrations only go forward; restore a backup instead.")
