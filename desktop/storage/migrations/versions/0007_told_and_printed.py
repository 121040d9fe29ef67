"""Who was told and by which letter, names as they shall print, omissions with their reason, one row for one person in an incident."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_BY_LETTER = "'letter'"
_MEMBERS = "incident_member AS other WHERE other.incident_id = incident_member.incident_id AND other.customer_id = incident_member.customer_id"


def upgrade() -> None:
    """New columns; whoever stood twice in an incident stands once, told if either row was told."""
    _text("customer", "printed_name")
    _text("incident_member", "letter_number")
    _text("incident_authority", "omitted_reason")
    _text("restriction", "lifted_note")
    _text("erasure_notice", "letter_number")
    _text("erasure_notice", "not_told_reason")
    _day("incident_authority", "omitted_on")
    _day("restriction", "lifted_on")
    _day("consent", "repeats_on")
    for name in ("told_on", "extension_told_on"):
        _day("rights_request", name)
    for name in ("told_by", "extension_told_by"):
        op.add_column("rights_request", sa.Column(name, sa.String(40), nullable=True))
    op.add_column("policy_recipient", sa.Column("with_agreement", sa.Boolean(), nullable=False, server_default=sa.false()))
    reference = "CONSTRAINT fk_hold_request_id_rights_request REFERENCES rights_request (id)"
    op.execute(f"ALTER TABLE hold ADD COLUMN request_id INTEGER {reference}")
    op.create_index(op.f("ix_hold_request_id"), "hold", ["request_id"], unique=False)
    _tell_by_letters()
    _unite_members()
    op.create_index("uq_incident_member_person", "incident_member", ["incident_id", "customer_id"], unique=True)


def _text(table: str, name: str) -> None:
    op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default=""))


def _day(table: str, name: str) -> None:
    op.add_column(table, sa.Column(name, sa.Date(), nullable=True))


def _tell_by_letters() -> None:
    """A request whose last letter was sent is told; what ended before this program asked for it is taken as told on its day."""
    for column, kinds in (("told", "('request_done', 'request_refusal')"), ("extension_told", "('request_extension')")):
        sent = f"SELECT {{what}} FROM request_letter WHERE request_id = rights_request.id AND sent_on IS NOT NULL AND kind IN {kinds}"
        last = "ORDER BY sent_on DESC, id DESC LIMIT 1"
        op.execute(
            f"UPDATE rights_request SET {column}_on = ({sent.format(what='sent_on')} {last}), "
            f"{column}_by = ({sent.format(what=_BY_LETTER)} {last}) WHERE erased_on IS NULL"
        )
    unsent = "SELECT 1 FROM request_letter WHERE request_id = rights_request.id AND sent_on IS NULL"
    ended = "state IN ('done', 'refused') AND told_on IS NULL AND erased_on IS NULL"
    op.execute(f"UPDATE rights_request SET told_on = ended_on WHERE {ended} AND NOT EXISTS ({unsent})")
    extended = "extended_on IS NOT NULL AND extension_told_on IS NULL AND erased_on IS NULL"
    op.execute(f"UPDATE rights_request SET extension_told_on = extended_on WHERE {extended} AND NOT EXISTS ({unsent})")


def _unite_members() -> None:
    first_told = f"SELECT min(other.told_on) FROM {_MEMBERS}"
    op.execute(
        f"UPDATE incident_member SET told_by = (SELECT other.told_by FROM {_MEMBERS} AND other.told_on = ({first_told}) LIMIT 1), "
        f"told_on = ({first_told}) WHERE customer_id IS NOT NULL AND told_on IS NULL AND ({first_told}) IS NOT NULL"
    )
    op.execute("UPDATE incident_member SET failed_on = NULL WHERE told_on IS NOT NULL AND customer_id IN "
               "(SELECT customer_id FROM incident_member AS twice GROUP BY incident_id, customer_id HAVING count(*) > 1)")  # fmt: skip
    op.execute(f"DELETE FROM incident_member WHERE customer_id IS NOT NULL AND id > (SELECT min(other.id) FROM {_MEMBERS})")
