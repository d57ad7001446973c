"""The first tables: people and their ways in, the learning record and what is computed from it.

Revision 0001, after nothing.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (  # what others point at comes first
    "person",
    "person_link",
    "card",
    "staff_credential",
    "role_grant",
    "staff_action",
    "revoked_key",
    "setup_token",
    "throttle",
    "module_version",
    "event",
    "module_progress",
    "review_card",
    "person_summary",
)
# Everything of an event but whose it is: erasing a person exchanges that for an anonymous number.
KEPT_COLUMNS = (
    '"id", "verb", "module", "version", "question", "form", "attempt", "answer", "at", "seq", '
    '"language", "via", "evidence", "received_at", "effective_at", "clock_skew", '
    '"right", "points", "of", "critical"'
)
SAY = "the learning record only grows"


def upgrade() -> None:
    people()
    ways_in()
    staff()
    keys_and_throttles()
    events()
    projections()
    guard_events()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION event_only_grows()")


def uuid(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def person(table: str, column: str = "person_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=f"fk_{table}_{column}")


def one_open(name: str, table: str, column: str, still_open: str) -> None:
    where = sa.text(still_open)
    op.create_index(name, table, [column], unique=True, sqlite_where=where, postgresql_where=where)


def people() -> None:
    op.create_table(
        "person",
        uuid("id"),
        text("kind", 16),
        text("display_name", 80, nullable=True),
        number("year_of_birth", nullable=True),
        text("language", 16),
        instant("created_at"),
        instant("erased_at", nullable=True),
        sa.CheckConstraint("kind IN ('guest', 'learner', 'staff')", name=op.f("ck_person_kind_known")),
        key("person", "id"),
    )
    op.create_table(
        "person_link",
        uuid("id"),
        uuid("guest_id"),
        uuid("person_id"),
        instant("linked_at"),
        uuid("linked_by", nullable=True),
        instant("unlinked_at", nullable=True),
        uuid("unlinked_by", nullable=True),
        sa.CheckConstraint("guest_id <> person_id", name=op.f("ck_person_link_two_persons")),
        *(person("person_link", column) for column in ("guest_id", "person_id", "linked_by", "unlinked_by")),
        key("person_link", "id"),
    )
    op.create_index("ix_person_link_person_id", "person_link", ["person_id"])
    one_open("uq_person_link_open", "person_link", "guest_id", "unlinked_at IS NULL")


def ways_in() -> None:
    op.create_table(
        "card",
        uuid("id"),
        uuid("person_id"),
        text("number", 9),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        text("pictures_hash", 160, nullable=True),
        instant("pictures_set_at", nullable=True),
        instant("issued_at"),
        uuid("issued_by", nullable=True),
        instant("ended_at", nullable=True),
        person("card"),
        person("card", "issued_by"),
        sa.UniqueConstraint("number", name="uq_card_number"),
        sa.UniqueConstraint("token_hash", name="uq_card_token_hash"),
        key("card", "id"),
    )
    one_open("uq_card_live", "card", "person_id", "ended_at IS NULL")
    op.create_table(
        "staff_credential",
        uuid("person_id"),
        text("name", 80),
        text("name_key", 160),
        text("password_hash", 160),
        instant("changed_at"),
        person("staff_credential"),
        sa.UniqueConstraint("name_key", name="uq_staff_credential_name_key"),
        key("staff_credential", "person_id"),
    )


def staff() -> None:
    op.create_table(
        "role_grant",
        uuid("id"),
        uuid("person_id"),
        text("role", 16),
        text("place", 200, nullable=True),
        instant("starts_at"),
        instant("ends_at", nullable=True),
        uuid("granted_by", nullable=True),
        sa.CheckConstraint(
            "role IN ('trainer', 'officer', 'author', 'translator', 'administrator')",
            name=op.f("ck_role_grant_role_known"),
        ),
        person("role_grant"),
        person("role_grant", "granted_by"),
        key("role_grant", "id"),
    )
    op.create_index("ix_role_grant_person_id", "role_grant", ["person_id"])
    op.create_table(
        "staff_action",
        uuid("id"),
        instant("at"),
        uuid("actor_id", nullable=True),
        text("action", 32),
        uuid("person_id", nullable=True),
        text("detail", 200, nullable=True),
        person("staff_action", "actor_id"),
        person("staff_action"),
        key("staff_action", "id"),
    )
    op.create_index("ix_staff_action_at", "staff_action", ["at"])
    op.create_index("ix_staff_action_person_id", "staff_action", ["person_id"])


def keys_and_throttles() -> None:
    op.create_table(
        "revoked_key",
        uuid("id"),
        text("key_id", 32, nullable=True),
        uuid("person_id", nullable=True),
        instant("made_before", nullable=True),
        instant("revoked_at"),
        uuid("revoked_by", nullable=True),
        sa.CheckConstraint(
            "(key_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_revoked_key_one_key_or_one_person")
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) = (made_before IS NULL)", name=op.f("ck_revoked_key_person_with_instant")
        ),
        person("revoked_key"),
        person("revoked_key", "revoked_by"),
        sa.UniqueConstraint("key_id", name="uq_revoked_key_key_id"),
        key("revoked_key", "id"),
    )
    op.create_index("ix_revoked_key_person_id", "revoked_key", ["person_id"])
    op.create_table(
        "setup_token",
        uuid("id"),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        instant("made_at"),
        instant("used_at", nullable=True),
        sa.UniqueConstraint("token_hash", name="uq_setup_token_token_hash"),
        key("setup_token", "id"),
    )
    op.create_table(
        "throttle",
        text("bucket", 32),
        text("subject", 64),
        instant("window_at"),
        number("taken"),
        instant("locked_until", nullable=True),
        key("throttle", "bucket", "subject"),
    )
    op.create_index("ix_throttle_window_at", "throttle", ["window_at"])


def events() -> None:
    op.create_table(
        "module_version",
        text("module", 40),
        text("version", 16),
        sa.Column("marking", sa.JSON(), nullable=False),
        instant("first_loaded_at"),
        key("module_version", "module", "version"),
    )
    what_was_done = (
        text("verb", 16),
        text("module", 40),
        text("version", 16),
        text("question", 40, nullable=True),
        number("form", nullable=True),
        text("attempt", 64, nullable=True),
        sa.Column("answer", sa.JSON(none_as_null=True), nullable=True),
    )
    when_and_how = (
        instant("at"),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        text("language", 16),
        text("via", 8),
        text("evidence", 16),
        instant("received_at"),
        instant("effective_at"),
        sa.Column("clock_skew", sa.BigInteger(), nullable=True),
    )
    mark: tuple[sa.Column[Any], ...] = (
        sa.Column("right", sa.Boolean(), nullable=True),
        number("points", nullable=True),
        number("of", nullable=True),
        sa.Column("critical", sa.Boolean(), nullable=True),
    )
    columns = (uuid("id"), uuid("person_id"), uuid("device"), *what_was_done, *when_and_how, *mark)
    op.create_table("event", *columns, *rules_of_events())
    op.create_index("ix_event_person_id_module", "event", ["person_id", "module"])


def rules_of_events() -> tuple[sa.Constraint, ...]:
    return (
        sa.CheckConstraint(
            "verb IN ('opened', 'answered', 'practised', 'reviewed', 'observed')",
            name=op.f("ck_event_verb_known"),
        ),
        sa.CheckConstraint(
            "evidence IN ('self', 'present', 'observed', 'confirmed')", name=op.f("ck_event_evidence_known")
        ),
        sa.CheckConstraint(
            "effective_at <= at AND effective_at <= received_at", name=op.f("ck_event_effective_at_earliest")
        ),
        sa.ForeignKeyConstraint(
            ["module", "version"],
            ["module_version.module", "module_version.version"],
            name="fk_event_module_version",
        ),
        person("event"),
        key("event", "id"),
    )


def projections() -> None:
    op.create_table(
        "module_progress",
        uuid("person_id"),
        text("module", 40),
        instant("opened_at", nullable=True),
        instant("practised_at", nullable=True),
        number("attempts"),
        number("best_right", nullable=True),
        instant("passed_at", nullable=True),
        text("evidence", 16, nullable=True),
        instant("last_at"),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        uuid("last_id"),
        sa.Column("attempts_state", sa.JSON(), nullable=False),
        person("module_progress"),
        key("module_progress", "person_id", "module"),
    )
    op.create_table(
        "review_card",
        uuid("person_id"),
        text("module", 40),
        text("question", 40),
        instant("due_at"),
        instant("reviewed_at"),
        sa.Column("stability", sa.Double(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        person("review_card"),
        key("review_card", "person_id", "module", "question"),
    )
    op.create_index("ix_review_card_person_id_due_at", "review_card", ["person_id", "due_at"])
    op.create_table(
        "person_summary",
        uuid("person_id"),
        *(number(name) for name in ("answers", "right", "passed")),
        instant("last_received_at"),
        person("person_summary"),
        key("person_summary", "person_id"),
    )


def guard_events() -> None:
    """The record only grows, and the database says so too."""
    refuse = "FOR EACH ROW EXECUTE FUNCTION event_only_grows()"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{SAY}'); END"
    else:
        op.execute(
            "CREATE OR REPLACE FUNCTION event_only_grows() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN RAISE EXCEPTION '{SAY}'; END $$"
        )
    op.execute(f"CREATE TRIGGER event_is_kept BEFORE UPDATE OF {KEPT_COLUMNS} ON event {refuse}")
    op.execute(f"CREATE TRIGGER event_stays BEFORE DELETE ON event {refuse}")
