#!/bin/sh
# Backup and restore of Tideover's database; what to use when stands in deploy/BACKUP.md.
#
#   backup.sh base FOLDER              a physical copy of the whole server, verified
#   backup.sh recover FOLDER WAL DATA  a new data folder from a copy and the archived WAL; start a server on it
#   backup.sh dump FILE                a logical copy of one database, consistent at one moment
#   backup.sh restore FILE DATABASE    that copy as a new database; it must not exist
#   backup.sh keys FILE                a copy of the data keys, which no dump of the data has; as tideover_keykeeper
#   backup.sh restore-keys FILE DB     that copy into a database that has none
#
# Which server, as whom: PGHOST, PGPORT, PGUSER, PGDATABASE and PGPASSFILE, as for every program of PostgreSQL.
set -eu
umask 077

# Nothing is written over: a copy that is there may be the last good one.
absent() {
    if [ -e "$1" ]; then
        echo "$1 is there already; nothing was done." >&2
        exit 1
    fi
}

# A copy by programs of another major version may be refused halfway, or not be readable by the right ones.
same_version() {
    server=$(psql -XAtc 'SHOW server_version_num' "${PGDATABASE:-postgres}")
    server=$((server / 10000))
    program=$("$1" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/')
    if [ "$program" != "$server" ]; then
        echo "$1 is of PostgreSQL $program and the server of $server; nothing was done." >&2
        echo "Put the programs of $server first on the PATH: on Debian /usr/lib/postgresql/$server/bin;" >&2
        echo "for the stack of this repository the folder that 'python -m deploy.postgres.programs' prints." >&2
        exit 1
    fi
}

case "${1:-}" in
base)
    absent "$2"
    same_version pg_basebackup
    pg_basebackup --pgdata="$2" --checkpoint=fast --wal-method=stream --manifest-checksums=SHA256
    pg_verifybackup "$2"
    ;;
recover)
    absent "$4"
    pg_verifybackup --quiet "$2"
    cp -R "$2" "$4"
    # To the end of what was archived, and then on under a new timeline.
    echo "restore_command = 'cp \"$3/%f\" \"%p\"'" >>"$4/postgresql.auto.conf"
    touch "$4/recovery.signal"
    ;;
dump)
    absent "$2"
    same_version pg_dump
    trap 'rm -f "$2.part"' EXIT
    # Data keys are apart from what they seal, or nobody who was erased would stay so.
    pg_dump --format=custom --exclude-schema=keys --file="$2.part"
    pg_restore --list "$2.part" >/dev/null
    mv "$2.part" "$2"
    ;;
restore)
    same_version pg_restore
    createdb --template=template0 "$3"
    # All of it or nothing, with owners and rights as they were; the roles must be there (roles.sql).
    pg_restore --dbname="$3" --exit-on-error --single-transaction "$2"
    # Nothing is sealed or sent before the gateway has compared this copy with what it sent.
    psql --no-psqlrc --quiet --dbname="$3" --set=ON_ERROR_STOP=1 --command="INSERT INTO payments.unmatched_file
        (name, reason) VALUES ('restored-copy', 'This database was restored from a copy.')
        ON CONFLICT (name) DO UPDATE SET matched_by = NULL, because = NULL"
    ;;
keys)
    absent "$2"
    pg_dump --format=custom --schema=keys --file="$2.part"
    mv "$2.part" "$2"
    ;;
restore-keys)
    pg_restore --dbname="$3" --exit-on-error --single-transaction "$2"
    ;;
*)
    sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
