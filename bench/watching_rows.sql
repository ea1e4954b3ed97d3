-- What a ledger has of the payments in the table `one`, service by service. How many rows wait depends on k alone, so
-- it is the same at every size.

-- payments
INSERT INTO paid_days (person, claim, certification, period_start, period_end)
SELECT person, claim, certification, start, start + 14 FROM one;

INSERT INTO position (person, claim, certification, period_start, period_end, currency, assessment, number,
    touched_start, touched_end, due, waiting, target_minor, waiting_minor, proposed_minor, final_minor, waived_minor,
    confirmed_minor, lent_minor, proposals, scheme)
SELECT person, claim, certification, start, start + 14, 'USD', id, 1,
    start, start + 14, '[]', '[]', 40000, 0, 0, 0, 0, 0, 0, 0, 'us/mississippi' FROM one;

INSERT INTO payment_file (name, id, partition, day, currency, count, control_sum_minor, sha256, body_sealed, state)
SELECT file, CAST(md5(file) AS uuid), 0, day, 'USD', count(*), 40000 * count(*), md5(file), 'x', 'accepted'
FROM one WHERE stage <> 'due' GROUP BY file, day;

INSERT INTO instruction (id, end_to_end, person, partition, claim, certification, kind, sequence, attempt,
    period_start, period_end, days, amount_minor, currency, due_on, stage, assessment, held_minor, file)
SELECT id, 'T' || k, person, mod(k, 4), claim, certification, 'original', 1, 1,
    start, start + 14, '[]', 40000, 'USD', day, stage, id, CASE stage WHEN 'rejected' THEN 40000 ELSE 0 END,
    CASE WHEN stage <> 'due' THEN file END FROM one;

INSERT INTO journal (id, cause, kind, effective_on, recorded_at, lines)
SELECT CAST(md5(step || k) AS uuid), id, step, day, day, 2
FROM one CROSS JOIN (VALUES ('due'), ('sealed'), ('settled'), ('rejected')) AS steps (step)
WHERE step = 'due' OR (step = 'sealed' AND stage <> 'due') OR step = stage;

INSERT INTO posting (journal, line, account, person, amount_minor, currency)
SELECT CAST(md5(step || k) AS uuid), line, replace(account, '*', file), person, minor, 'USD'
FROM one CROSS JOIN (VALUES
    ('due', 0, 'benefit:unemployment:unemployment-trust-fund', 40000), ('due', 1, 'payable:benefit', -40000),
    ('sealed', 0, 'payable:benefit', 40000), ('sealed', 1, 'in_flight:*', -40000),
    ('settled', 0, 'in_flight:*', 40000), ('settled', 1, 'cash:bank', -40000),
    ('rejected', 0, 'in_flight:*', 40000), ('rejected', 1, 'payable:benefit', -40000)
) AS entries (step, line, account, minor)
WHERE step = 'due' OR (step = 'sealed' AND stage <> 'due') OR step = stage;

INSERT INTO bank_message (sha256, kind, body_sealed, state)
SELECT DISTINCT md5(CAST(day AS text)), 'camt.053', CAST('x' AS bytea), 'told' FROM one ON CONFLICT DO NOTHING;

INSERT INTO statement_day (sha256, account, currency, day, message, opening_minor, closing_minor, entries_minor,
    entries)
SELECT md5(CAST(day AS text)), 'ours', 'USD', day, 'm', 0, -40000 * count(*), -40000 * count(*), count(*)
FROM one WHERE stage = 'settled' GROUP BY day;

-- claims
INSERT INTO claim (subject, claim, state, determination, assessed_number, used_up, numbers, filed_from, withdrawn_from,
    told_missing, awaited_step)
SELECT person, claim, 'granted', 1, 0, FALSE, '', 0, 0,
    CASE WHEN k < 2000 THEN 'x' END, CASE WHEN k < 2000 THEN 'reminded' END FROM one WHERE mod(k, 20) = 0;

INSERT INTO question (subject, question, claim, about, facts, opened_on, step, wanted_by, asks, cites, because, budget,
    review)
SELECT person, 'q-' || claim, claim, 'separation', 'x', day, CASE WHEN k < 2000 THEN 'asked' ELSE 'decided_against' END,
    '', '', '', '', 'budget:misconduct:north', CASE WHEN k < 4000 THEN 'asked' ELSE 'found_right' END
FROM one WHERE mod(k, 40) = 0;

INSERT INTO contest (subject, contest, filing, tier, is_late, benefit_continues, opened_on, decide_by, closed_on,
    outcome)
SELECT person, 'q-' || claim, 'x', 'complaint', FALSE, FALSE, day, day + 30, CASE WHEN k >= 2000 THEN day END,
    CASE WHEN k >= 2000 THEN 'upheld' END FROM one WHERE mod(k, 200) = 0;

INSERT INTO sending (subject, letter, reference, channel, sent_on, delivered_on)
SELECT person, 'l-' || k, 'r', 'portal', day, CASE WHEN k >= 2000 THEN day END FROM one;

INSERT INTO decided_day (budget, day, decided, overturned, found_wrong, found_right)
SELECT DISTINCT 'budget:' || ground || ':north', day, 9, 0, 0, 0
FROM one CROSS JOIN (VALUES ('misconduct'), ('quit')) AS grounds (ground) ON CONFLICT DO NOTHING;

INSERT INTO closed_day (partition, day)
SELECT partition, max(day) FROM one CROSS JOIN generate_series(0, 3) AS partition GROUP BY partition
ON CONFLICT (partition) DO UPDATE SET day = excluded.day;

-- oversight
INSERT INTO claim_view (subject, claim, scheme, filed_on, outcome, determination_number, automatic, currency, unmet,
    ground, decided_on)
SELECT person, claim, 'us/mississippi', day, 'granted', 1, TRUE, 'USD', '[]', 'none',
    CASE WHEN k >= 2000 THEN day + 9 END FROM one WHERE mod(k, 20) = 0;

INSERT INTO period_view (subject, claim, certification, number, weeks_paid, amount_minor, first_due_end)
SELECT person, claim, certification, 1, 2, 40000, day FROM one;

INSERT INTO payment_view (subject, instruction, claim, amount_minor, currency, due_on, settled_on)
SELECT person, id, claim, 40000, 'USD', day, CASE WHEN stage = 'settled' THEN day + 2 END FROM one;

INSERT INTO question_view (subject, question, about, opened_on, decided_on, verdict)
SELECT person, 'q-' || claim, 'separation', day, CASE WHEN k >= 2000 THEN day + 12 END, 'against'
FROM one WHERE mod(k, 40) = 0;

-- almp_referral
INSERT INTO referral (subject, referral, claim, occasion, standing, asked_on, pending, number)
SELECT person, 'r-' || claim, claim, 'claim_opened', CASE WHEN k < 2000 THEN 'made' ELSE 'completed' END, day, '', 1
FROM one WHERE mod(k, 20) = 0;

INSERT INTO point (subject, claim, point, begins, number, considered_by)
SELECT person, claim, 'third-month', day, 1, CASE WHEN mod(k, 40) = 0 THEN 'referral' END FROM one WHERE mod(k, 20) = 0;

INSERT INTO outcome (subject, referral, months, day, in_work, number)
SELECT person, 'r-' || claim, 6, day, mod(k, 40) = 0, 1 FROM one WHERE mod(k, 20) = 0;

-- eligibility
INSERT INTO closing_audit (subject, audit, ordered_on, drawn, looked_at, settled)
SELECT person, 'a-' || k, day, 9, 9, k >= 2000 FROM one WHERE mod(k, 500) = 0;
