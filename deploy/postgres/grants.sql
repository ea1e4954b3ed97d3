-- What each role may do to each table. Run after every migration, as a superuser or as the owner; safe to repeat:
-- whatever a role may do that is not said here is taken away first.
--
-- Nobody may truncate. Nobody may delete but where a row is a promise that was kept (wake), a gap that was filled
-- (missed), a seat that was given back or a person who was erased. What is written once is never updated: facts,
-- decisions, the inbox, the outbox, the journal. What grows is pruned by the owner.
\set ON_ERROR_STOP on
BEGIN;

-- 1. What every service has, and what those may see of it who look at all of them.
DO $common$
DECLARE
    lookers CONSTANT text := 'tideover_relay, tideover_exporter, tideover_replayer, tideover_gateway,'
        ' tideover_operator, tideover_auditor, tideover_backup, tideover_desk, tideover_console';
    schema text;
    role text;
    seen record;
BEGIN
    FOREACH schema IN ARRAY ARRAY['claims', 'eligibility', 'payments', 'almp_referral', 'oversight'] LOOP
        role := 'tideover_' || schema;
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %I, %s', schema, role, lookers);
        EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM %I, %s', schema, role, lookers);
        EXECUTE format('REVOKE ALL ON SCHEMA %I FROM tideover_replayer, tideover_gateway, tideover_desk, tideover_console', schema);
        EXECUTE format(
            'GRANT USAGE ON SCHEMA %I TO %I, tideover_relay, tideover_exporter, tideover_operator, tideover_auditor,'
            ' tideover_backup', schema, role
        );
        EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO %I', schema, role);
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I', schema, role);

        EXECUTE format('GRANT INSERT ON %1$I.inbox, %1$I.outbox, %1$I.parked, %1$I.reached TO %2$I', schema, role);
        EXECUTE format('GRANT UPDATE (next_position) ON %I.reached TO %I', schema, role);
        EXECUTE format(
            'GRANT UPDATE (code, reason, state, closed_by, closed_because) ON %I.parked TO %I', schema, role
        );
        EXECUTE format('GRANT INSERT, UPDATE (next_number, published) ON %I.outbox_partition TO %I', schema, role);
        EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %1$I.wake, %1$I.missed TO %2$I', schema, role);
        -- The worker of all services mirrors what is parked under the role of each, where no relay does.
        EXECUTE format('GRANT INSERT, UPDATE (transaction, position) ON %I.relayed TO %I', schema, role);

        -- Whoever writes a row links it, and no link is ever changed; an operator writes when setting an event aside.
        EXECUTE format('GRANT INSERT ON %1$I.chain_link, %1$I.chain_head TO %2$I, tideover_operator', schema, role);
        EXECUTE format('GRANT UPDATE (number, digest) ON %I.chain_head TO %I, tideover_operator', schema, role);
        EXECUTE format('GRANT SELECT (digest) ON %1$I.chain_head, %1$I.chain_link TO tideover_operator', schema);
        EXECUTE format('GRANT USAGE ON SEQUENCE %I.chain_link_position_seq TO tideover_operator', schema);

        EXECUTE format('GRANT SELECT ON %1$I.schema_version, %1$I.outbox, %1$I.parked TO tideover_relay', schema);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I.relayed TO tideover_relay', schema);
        EXECUTE format('GRANT SELECT, UPDATE (published) ON %I.outbox_partition TO tideover_relay', schema);

        -- An operator may look at every message, and set one aside in a named person's name; nothing else changes.
        EXECUTE format('GRANT SELECT (body) ON %1$I.outbox, %1$I.parked TO tideover_operator', schema);
        EXECUTE format('GRANT SELECT (message_key) ON %1$I.parked TO tideover_operator', schema);
        EXECUTE format('GRANT UPDATE (state, closed_by, closed_because) ON %I.parked TO tideover_operator', schema);

        -- A copy holds all of it, and an audit compares all of it: sealed as it lies, since neither has a key.
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO tideover_backup, tideover_auditor', schema);
        EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA %I TO tideover_backup', schema);

        -- A list is looked up by the place of each row (ctid), so who reads columns reads that too.
        -- Exporter and operator count and compare; bytes are events, derivations or sealed persons, and they need none.
        FOR seen IN
            SELECT c.table_name, string_agg(quote_ident(c.column_name), ', ') AS columns
            FROM information_schema.columns AS c
            WHERE c.table_schema = schema AND c.data_type <> 'bytea' AND c.table_name NOT IN ('vault', 'employers_words', 'words_read', 'bank_account')
            GROUP BY c.table_name
        LOOP
            EXECUTE format(
                'GRANT SELECT (ctid, %s) ON %I.%I TO tideover_exporter, tideover_operator',
                seen.columns, schema, seen.table_name
            );
        END LOOP;
    END LOOP;
END
$common$;

-- 2. A claim's life. No handler asks who a person is, or what an employer wrote: both are the desk's, and nobody deletes from it, since a
-- person is erased by destroying their keys.
GRANT INSERT, UPDATE ON claims.claim, claims.question, claims.early_reply, claims.closed_day, claims.contest, claims.mandate, claims.sending,
    claims.outage, claims.spoken_registry, claims.decided_day, claims.budget_stop
    TO tideover_claims;
-- An act that waited for what it names is kept no longer once it took effect.
GRANT INSERT, UPDATE, DELETE ON claims.early_act TO tideover_claims;
GRANT INSERT ON claims.assignment, claims.contact TO tideover_claims;
REVOKE ALL ON claims.vault, claims.employers_words, claims.words_read FROM tideover_claims;
GRANT USAGE ON SCHEMA claims TO tideover_desk;
GRANT SELECT ON claims.schema_version, claims.vault, claims.employers_words TO tideover_desk;
GRANT INSERT, UPDATE ON claims.vault, claims.employers_words TO tideover_desk;
-- Who read an employer's words is noted, and no note is changed.
GRANT SELECT, INSERT ON claims.words_read TO tideover_desk;

-- 3. The law as applied. Of a decision only this changes: that a later version has come.
GRANT INSERT ON eligibility.fact, eligibility.determination, eligibility.assessment, eligibility.sheet,
    eligibility.replay_sample TO tideover_eligibility;
GRANT INSERT, UPDATE ON eligibility.heard_registry, eligibility.closing_audit TO tideover_eligibility;
GRANT UPDATE (latest) ON eligibility.determination, eligibility.assessment TO tideover_eligibility;

-- Who computes decisions again reads what they rest on and notes the counts, linked as everything else.
GRANT USAGE ON SCHEMA eligibility TO tideover_replayer;
GRANT SELECT ON eligibility.schema_version, eligibility.fact, eligibility.determination, eligibility.assessment,
    eligibility.sheet TO tideover_replayer;
GRANT INSERT ON eligibility.replay_sample, eligibility.chain_link, eligibility.chain_head TO tideover_replayer;
GRANT SELECT, UPDATE (number, digest) ON eligibility.chain_head TO tideover_replayer;
GRANT SELECT (chain, number, digest) ON eligibility.chain_link TO tideover_replayer;
GRANT USAGE ON SEQUENCE eligibility.chain_link_position_seq, eligibility.replay_sample_number_seq TO tideover_replayer;

-- 4. Money. The ledger is written once; a file's bytes are sealed; a payment moves along and is never another one.
GRANT INSERT ON payments.journal, payments.posting, payments.overpayment_decision TO tideover_payments;
GRANT INSERT ON payments.payment_file, payments.instruction, payments.left_out, payments.reissue_order
    TO tideover_payments;
GRANT UPDATE (period_start, period_end, days, amount_minor, due_on, stage, assessment, held_minor, file, debit_untold)
    ON payments.instruction TO tideover_payments;
GRANT INSERT, DELETE ON payments.paid_days, payments.unmatched_entry TO tideover_payments;
GRANT UPDATE (misfit) ON payments.unmatched_entry TO tideover_payments;
GRANT INSERT, UPDATE ON payments.position, payments.recovery, payments.deduction, payments.attachment_order,
    payments.tax_choice, payments.closed_day, payments.remitted_until TO tideover_payments;
GRANT INSERT ON payments.recovery_event, payments.remittance TO tideover_payments;
-- What officers do with sealed files is heard and kept; a stopped file is marked so by who gives its payments back.
GRANT INSERT ON payments.batch_act, payments.batch_file, payments.fund_movement TO tideover_payments;
GRANT UPDATE (state) ON payments.payment_file TO tideover_payments;
GRANT INSERT, UPDATE ON payments.deceased, payments.held_payment, payments.account_wanted,
    payments.joined_account TO tideover_payments;
GRANT INSERT ON payments.payment_release, payments.paid_after_death TO tideover_payments;

-- The desk keeps accounts; payments forgets one whose key was destroyed.
GRANT UPDATE (account_sealed) ON payments.bank_account TO tideover_payments;
GRANT USAGE ON SCHEMA payments TO tideover_desk;
GRANT SELECT ON payments.schema_version, payments.bank_account TO tideover_desk;
GRANT INSERT, UPDATE ON payments.bank_account TO tideover_desk;

-- The gateway sends what is sealed, and keeps what the bank says; it can make no file, no payment and no entry.
GRANT USAGE ON SCHEMA payments TO tideover_gateway;
-- What nobody understood it notes, and closes it with what a named person says.
GRANT SELECT ON payments.schema_version, payments.payment_file, payments.bank_message, payments.open_item,
    payments.told_entry TO tideover_gateway;
GRANT SELECT (ctid, end_to_end, person, amount_minor, currency, stage, file) ON payments.instruction TO tideover_gateway;
-- It sends what two people released, and can release nothing; that one is enough may be said by nobody.
GRANT SELECT ON payments.batch_act, payments.batch_file, payments.release_rule TO tideover_gateway;
-- Money that came in is held against repayments that wait for a second word.
GRANT SELECT ON payments.credit_entry, payments.recovery TO tideover_gateway;
GRANT SELECT (person, claim, certification, currency) ON payments.position TO tideover_gateway;
GRANT INSERT ON payments.credit_entry TO tideover_gateway;
GRANT UPDATE (told) ON payments.credit_entry TO tideover_gateway;
GRANT UPDATE (state) ON payments.bank_message TO tideover_gateway;
GRANT UPDATE (state, copies) ON payments.payment_file TO tideover_gateway;
GRANT UPDATE (state, result, payments, charges_minor, bank_code, explained_by, booked_on, officer, role, because, closed_at)
    ON payments.open_item TO tideover_gateway;
GRANT INSERT ON payments.bank_message, payments.open_item, payments.told_entry TO tideover_gateway;
-- It notes what statements say of our account by day, and a named person holds that against the cash account alone.
GRANT SELECT, INSERT ON payments.statement_day TO tideover_gateway;
GRANT SELECT (ctid, id, kind, effective_on) ON payments.journal TO tideover_gateway;
GRANT SELECT (ctid, journal, account, amount_minor, currency) ON payments.posting TO tideover_gateway;
GRANT SELECT (cause) ON payments.unmatched_entry TO tideover_gateway;
-- What the bank may have and the database does not know: held by the gateway, let go by it or by an operator in a
-- named person's name.
GRANT SELECT (ctid, end_to_end) ON payments.unmatched_entry TO tideover_gateway;
GRANT SELECT, INSERT ON payments.unmatched_file TO tideover_gateway;
GRANT UPDATE (matched_by, because) ON payments.unmatched_file TO tideover_gateway, tideover_operator;
-- That nothing more is paid for days which wait is said by an operator in a named person's name.
GRANT INSERT ON payments.waiting_settled TO tideover_operator;
GRANT INSERT ON payments.chain_link, payments.chain_head TO tideover_gateway;
GRANT SELECT, UPDATE (number, digest) ON payments.chain_head TO tideover_gateway;
GRANT SELECT (ctid, chain, number, digest) ON payments.chain_link TO tideover_gateway;
GRANT USAGE ON SEQUENCE payments.chain_link_position_seq TO tideover_gateway;

-- What the desk writes is linked as everything else.
GRANT INSERT ON claims.chain_link, claims.chain_head, payments.chain_link, payments.chain_head TO tideover_desk;
GRANT SELECT, UPDATE (number, digest) ON claims.chain_head, payments.chain_head TO tideover_desk;
GRANT SELECT (chain, number, digest) ON claims.chain_link, payments.chain_link TO tideover_desk;
GRANT USAGE ON SEQUENCE claims.chain_link_position_seq, payments.chain_link_position_seq TO tideover_desk;

-- 5. Programmes. A seat given back, a wait that ended and a cohort that is offered no more are rows deleted.
GRANT INSERT, UPDATE ON
    almp_referral.fact, almp_referral.claim, almp_referral.referral, almp_referral.statement, almp_referral.proposal,
    almp_referral.withheld, almp_referral.life_record, almp_referral.outcome, almp_referral.point
TO tideover_almp_referral;
GRANT INSERT, UPDATE, DELETE ON almp_referral.early_act, almp_referral.seat, almp_referral.waiting, almp_referral.cohort TO tideover_almp_referral;

-- 6. The committee's read model.
GRANT INSERT, UPDATE ON
    oversight.claim_view, oversight.period_view, oversight.payment_view, oversight.referral_view,
    oversight.question_view, oversight.closing, oversight.decision_arrival
TO tideover_oversight;
-- What was observed never changes. Figures are kept, and pruned, by a command that runs as oversight.
GRANT INSERT ON oversight.observation TO tideover_oversight;
GRANT INSERT, DELETE ON oversight.kept_figures TO tideover_oversight;

-- 7. The console. It shows what services have, but nothing sealed, no name and no account, and writes in no schema but
-- its own: what officers do goes from its outbox to the log, as what services say does.
DO $console$
DECLARE
    schema text;
    seen record;
BEGIN
    FOREACH schema IN ARRAY ARRAY['claims', 'eligibility', 'payments', 'almp_referral', 'oversight'] LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO tideover_console', schema);
        FOR seen IN
            SELECT t.table_name FROM information_schema.tables AS t
            WHERE t.table_schema = schema AND t.table_name NOT IN (
                'vault', 'employers_words', 'words_read', 'bank_account', 'payment_file', 'bank_message'
            )
        LOOP
            EXECUTE format('GRANT SELECT ON %I.%I TO tideover_console', schema, seen.table_name);
        END LOOP;
        FOR seen IN
            SELECT c.table_name, string_agg(quote_ident(c.column_name), ', ') AS columns
            FROM information_schema.columns AS c
            WHERE c.table_schema = schema AND c.data_type <> 'bytea' AND c.table_name IN ('payment_file', 'bank_message')
            GROUP BY c.table_name
        LOOP
            EXECUTE format('GRANT SELECT (ctid, %s) ON %I.%I TO tideover_console', seen.columns, schema, seen.table_name);
        END LOOP;
    END LOOP;
    REVOKE ALL ON ALL TABLES IN SCHEMA console FROM
        tideover_console, tideover_auditor, tideover_backup, tideover_operator, tideover_exporter;
    REVOKE ALL ON ALL SEQUENCES IN SCHEMA console FROM tideover_console, tideover_backup;
    GRANT USAGE ON SCHEMA console TO tideover_console, tideover_auditor, tideover_backup;
    GRANT SELECT ON ALL TABLES IN SCHEMA console TO tideover_console, tideover_auditor, tideover_backup;
    REVOKE SELECT ON console.session FROM tideover_auditor;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA console TO tideover_console;
    GRANT SELECT ON ALL SEQUENCES IN SCHEMA console TO tideover_backup;
    GRANT INSERT ON console.act, console.person_view, console.parked_order, console.list_taken, console.outbox,
        console.chain_link, console.chain_head TO tideover_console;
    -- What was ordered of a parked event is carried out by the service that parked it: it reads the orders, no more.
    REVOKE ALL ON ALL TABLES IN SCHEMA console FROM
        tideover_claims, tideover_eligibility, tideover_payments, tideover_almp_referral, tideover_oversight;
    GRANT USAGE ON SCHEMA console TO
        tideover_claims, tideover_eligibility, tideover_payments, tideover_almp_referral, tideover_oversight;
    GRANT SELECT (number, service, parked, act, subject, staff, reasons) ON console.parked_order TO
        tideover_claims, tideover_eligibility, tideover_payments, tideover_almp_referral, tideover_oversight;
    GRANT UPDATE (number, digest) ON console.chain_head TO tideover_console;
    GRANT INSERT, UPDATE (next_number, published) ON console.outbox_partition TO tideover_console;
    GRANT INSERT, UPDATE (transaction, position) ON console.relayed TO tideover_console;
    GRANT INSERT, DELETE, UPDATE (seen_ms) ON console.session TO tideover_console;
    GRANT INSERT, UPDATE (until_ms, reasons, broken_on) ON console.broken_glass TO tideover_console;
END
$console$;

-- 8. Data keys, where they lie in this database: who seals adds them, one role destroys them, and no copy has them.
DO $keys$
BEGIN
    IF to_regclass('keys.data_key') IS NULL THEN
        RETURN;
    END IF;
    REVOKE ALL ON ALL TABLES IN SCHEMA keys FROM
        tideover_payments, tideover_gateway, tideover_desk, tideover_keykeeper, tideover_backup;
    GRANT USAGE ON SCHEMA keys TO tideover_payments, tideover_gateway, tideover_desk, tideover_keykeeper;
    GRANT SELECT ON keys.schema_version TO tideover_payments, tideover_gateway, tideover_desk, tideover_keykeeper;
    GRANT SELECT, INSERT ON keys.data_key TO tideover_payments, tideover_gateway, tideover_desk;
    GRANT SELECT, DELETE, UPDATE (master, wrapped) ON keys.data_key TO tideover_keykeeper;
    GRANT SELECT, INSERT ON keys.destroyed TO tideover_keykeeper;
    GRANT SELECT (owner) ON keys.destroyed TO tideover_payments, tideover_gateway, tideover_desk;
    GRANT SELECT, USAGE ON SEQUENCE keys.destroyed_number_seq TO tideover_keykeeper;
END
$keys$;
COMMIT;
