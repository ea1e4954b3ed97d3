-- The roles of Tideover, and the schemas they meet in. Run as a superuser in Tideover's database, before the migrations;
-- safe to repeat. No password stands here: `python -m deploy.secrets` makes them, as verifiers.
--
--   tideover_owner      owns every schema and table; nobody logs in as it
--   tideover_migrator   logs in for `tideover migrate` alone, and acts as the owner
--   tideover_<service>  a worker: its own schema and no other
--   tideover_console    shows officers what services have, sealed things aside; writes what they do, in its own schema
--   tideover_relay      reads outboxes, and notes how far they were published
--   tideover_exporter   counts, and can open nothing
--   tideover_replayer   computes decisions again every night: reads what they rest on, and notes what came of it
--   tideover_gateway    takes sealed files to the bank, keeps what the bank says
--   tideover_operator   reads what an operator asks about, and sets a parked event aside; sees nothing sealed
--   tideover_auditor    reads everything, sealed as it lies, to hold it against its chains; writes nothing
--   tideover_backup     copies: reads everything, sealed as it lies, and writes nothing; sees no data key
--   tideover_desk       admits people: writes names and accounts, sealed, with their keys
--   tideover_keykeeper  copies data keys, destroys a person's, and exchanges what wraps them: sees no data
\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;

DO $roles$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY ARRAY[
        'tideover_owner', 'tideover_migrator', 'tideover_claims', 'tideover_eligibility', 'tideover_payments',
        'tideover_almp_referral', 'tideover_oversight', 'tideover_relay', 'tideover_exporter', 'tideover_replayer',
        'tideover_gateway', 'tideover_operator', 'tideover_auditor', 'tideover_backup', 'tideover_desk', 'tideover_keykeeper',
        'tideover_console'
    ] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = one) THEN
            EXECUTE format('CREATE ROLE %I', one);
        END IF;
        EXECUTE format(
            'ALTER ROLE %I %s NOSUPERUSER NOCREATEDB NOCREATEROLE %s NOBYPASSRLS CONNECTION LIMIT 40',
            one,
            CASE one WHEN 'tideover_owner' THEN 'NOLOGIN' ELSE 'LOGIN' END,
            CASE one WHEN 'tideover_backup' THEN 'REPLICATION' ELSE 'NOREPLICATION' END
        );
        -- A transaction that somebody forgot would hold its locks for ever.
        EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout TO %L', one, '60s');
    END LOOP;
END
$roles$;

ALTER ROLE tideover_exporter SET default_transaction_read_only TO on;
ALTER ROLE tideover_exporter SET statement_timeout TO '30s';
ALTER ROLE tideover_console SET statement_timeout TO '30s';
-- Each console keeps four connections to each of six schemas.
ALTER ROLE tideover_console CONNECTION LIMIT 80;
ALTER ROLE tideover_backup SET default_transaction_read_only TO on;
-- A copy of a country takes hours, and an audit holds one look at a table while it reads the log.
ALTER ROLE tideover_backup SET idle_in_transaction_session_timeout TO '0';
ALTER ROLE tideover_auditor SET default_transaction_read_only TO on;
ALTER ROLE tideover_auditor SET idle_in_transaction_session_timeout TO '1h';
GRANT tideover_owner TO tideover_migrator;
ALTER ROLE tideover_migrator SET role TO tideover_owner;

DO $database$
DECLARE
    one text;
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, CREATE ON DATABASE %I TO tideover_owner', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO tideover_migrator, tideover_claims, tideover_eligibility, tideover_payments,'
        ' tideover_almp_referral, tideover_oversight, tideover_relay, tideover_exporter, tideover_replayer,'
        ' tideover_gateway, tideover_operator, tideover_auditor, tideover_backup, tideover_desk, tideover_keykeeper, tideover_console', current_database()
    );
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    FOREACH one IN ARRAY ARRAY[
        'claims', 'eligibility', 'payments', 'almp_referral', 'oversight', 'console', 'keys', 'extensions'
    ] LOOP
        EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION tideover_owner', one);
        EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', one);
    END LOOP;
END
$database$;

-- Made here, since only the owner of a database may make one; what it brings is harmless to use.
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions;
GRANT USAGE ON SCHEMA extensions TO PUBLIC;
COMMIT;
