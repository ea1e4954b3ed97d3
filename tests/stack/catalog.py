"""What a schema consists of, as PostgreSQL itself writes it down; two schemas are the same if these sentences are."""

from __future__ import annotations

from sqlalchemy import Connection, text

from services.runtime.database.schema import VERSION_TABLE

WRITTEN_DOWN = """
SELECT concat_ws(' ', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                 a.attidentity, pg_get_expr(d.adbin, d.adrelid))
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = CAST(:schema AS regnamespace) AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT concat_ws(' ', 'constraint', c.relname, k.conname, pg_get_constraintdef(k.oid))
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE c.relnamespace = CAST(:schema AS regnamespace)
UNION ALL
SELECT concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid))
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = CAST(:schema AS regnamespace)
UNION ALL
SELECT concat_ws(' ', 'trigger', t.tgenabled, pg_get_triggerdef(t.oid))
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = CAST(:schema AS regnamespace) AND NOT t.tgisinternal
UNION ALL
SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid))
FROM pg_proc p WHERE p.pronamespace = CAST(:schema AS regnamespace)
UNION ALL
SELECT concat_ws(' ', 'table', c.relkind, c.relname)
FROM pg_class c WHERE c.relnamespace = CAST(:schema AS regnamespace) AND c.relkind NOT IN ('i', 'I')
"""


def catalog(connection: Connection, schema: str) -> set[str]:
    """Every table, column, constraint, index, trigger, function and sequence of the schema, but alembic's own."""
    lines = {str(line) for line in connection.scalars(text(WRITTEN_DOWN), {"schema": schema})}
    return {line for line in lines if VERSION_TABLE not in line}
