"""What each role may do to each table, held against one declared table: a right too many is seen, and one forgotten."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import create_engine, text

from deploy.secrets import LOGINS
from services.names import CONSOLE, KEYS
from tests.deploy.installation import Installation
from tests.shape.tree import ROOT

DECLARED = ROOT / "tests" / "deploy" / "every_right.txt"
"""A line a table: for each role with a right, `role=` and S, I, U, D as SELECT, INSERT, UPDATE, DELETE.

A small letter means some columns only; those that may be updated are named behind it.
"""
OWNER = "tideover_migrator"
RIGHTS = text("""
SELECT n.nspname || '.' || c.relname AS place, r.rolname AS role,
    CASE WHEN has_table_privilege(r.oid, c.oid, 'SELECT') THEN 'S'
         WHEN has_any_column_privilege(r.oid, c.oid, 'SELECT') THEN 's' ELSE '' END
    || CASE WHEN has_table_privilege(r.oid, c.oid, 'INSERT') THEN 'I'
            WHEN has_any_column_privilege(r.oid, c.oid, 'INSERT') THEN 'i' ELSE '' END
    || CASE WHEN has_table_privilege(r.oid, c.oid, 'DELETE') THEN 'D' ELSE '' END
    || CASE WHEN has_table_privilege(r.oid, c.oid, 'TRUNCATE, TRIGGER, REFERENCES') THEN '!' ELSE '' END
    || CASE WHEN has_table_privilege(r.oid, c.oid, 'UPDATE') THEN 'U'
            WHEN has_any_column_privilege(r.oid, c.oid, 'UPDATE') THEN 'u(' || (
                SELECT string_agg(a.attname, ',' ORDER BY a.attname) FROM pg_attribute AS a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                AND has_column_privilege(r.oid, c.oid, a.attnum, 'UPDATE')
            ) || ')' ELSE '' END AS may
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace CROSS JOIN pg_roles AS r
WHERE n.nspname = ANY(:schemas) AND c.relkind = 'r' AND r.rolname = ANY(:roles)
ORDER BY 1, 2
""")


def rights(installation: Installation) -> list[str]:
    """A line a table, as it is in the catalog of a server."""
    roles = [role for role in LOGINS if role != OWNER]
    schemas = [*installation.services, CONSOLE, KEYS]
    lines: dict[str, list[str]] = defaultdict(list)
    engine = create_engine(installation.url(OWNER))
    with engine.connect() as connection:
        for row in connection.execute(RIGHTS, {"schemas": schemas, "roles": roles}):
            own = lines[row.place]
            if row.may:
                own.append(f"{row.role.removeprefix('tideover_')}={row.may}")
    engine.dispose()
    return [" ".join([f"{place}:", *may]) for place, may in lines.items()]


def test_every_role_has_the_declared_rights_to_every_table_and_no_others(installation: Installation) -> None:
    assert rights(installation) == DECLARED.read_text("utf-8").splitlines()
