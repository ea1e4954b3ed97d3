"""All commands of `tideover`: their words, where each is written, and the sentence by which it is listed."""

from __future__ import annotations

from services.commands.lazy import Command, CommandGroup
from services.commands.money_commands import BANK, BATCH, BOOKS, DAYS, DEDUCTIONS, HELD
from services.watching.incidents import LISTED

SCHEME = CommandGroup(
    "The law as data: list the schemes, show one in plain sentences.",
    {
        "list": Command(
            "scheme:list_",
            "Name every scheme that can be read, with its title, newest law, what is unverified, and C102 and C168.",
        ),
        "show": Command(
            "scheme:show", "Print the law of a scheme in plain sentences, with the citation of every rule and value."
        ),
        "due": Command(
            "scheme_due:due",
            "Name the figures that the law sets anew each year and of which a sheet has no value for the coming day.",
        ),
        "pages": Command(
            "scheme_pages:pages",
            "Write a page of each scheme: every rule in plain sentences, every citation, diagrams, "
            "figures through time.",
        ),
        "try": Command(
            "scheme_try:try_",
            "Try a scheme on stories or a pack of cases: what the law says, and whether it is what was expected.",
        ),
        "check": Command(
            "scheme_check:check",
            "Check a scheme against C102 and C168: met, not met or needs evidence, with figures and an example person.",
        ),
        "prove": Command(
            "scheme_prove:prove",
            "Prove waiting, duration and rate for every person within bounds, or name a person who falls below.",
        ),
        "diff": Command(
            "scheme_diff:diff",
            "Compare two sheets, or two days of one: first the law in words, then what it pays standard persons.",
        ),
    },
)
PARKED = CommandGroup(
    "Events that could not take effect: list, show, replay, discard.",
    {
        "list": Command(
            "parked:list_", "List the parked events of all services, in order, or those that somebody has set aside."
        ),
        "show": Command(
            "parked:show", "Show one parked event: where it came from, what is wrong, what to do, and its bytes."
        ),
        "replay": Command(
            "parked:replay",
            "Try the parked events of a service again, each subject's in order; what fails again stays parked.",
        ),
        "discard": Command(
            "parked:discard", "Set one parked event aside for good, in a named person's name. It stays in the log."
        ),
    },
)
COMMITTEE = CommandGroup(
    "The committee's figures of closed days, and its register of resolutions: keep, verify, resolve.",
    {
        "keep": Command(
            "committee:keep_",
            "Keep the figures of the last closed days as they are told today; those that are kept already stay.",
        ),
        "verify": Command(
            "committee:verify",
            "Count the figures of a closed day again from the log; ends with 1 if they are not equal.",
        ),
        "resolve": Command(
            "committee_register:resolve",
            "Record in the secretary's name what the committee resolved, or where a resolution stands now.",
        ),
    },
)
MASTER_KEYS = CommandGroup(
    "Master keys, and the data keys that they wrap: list, rewrap.",
    {
        "list": Command("master_keys:list_", "Count the data keys under each master key; nothing of a key is shown."),
        "rewrap": Command(
            "master_keys:rewrap",
            "Wrap every data key of a service under its newest master key; what is sealed stays as it is.",
        ),
    },
)
OUTAGE = CommandGroup(
    "Outages of ours or of a registry, in which nobody can be late: list, declare.",
    {
        "list": Command(
            "outage:list_", "List the outages that hold, our own as the closings of days tell them among them."
        ),
        "declare": Command(
            "outage:declare",
            "Declare an outage, make it longer or shorter, or take it back, in a named operator's name.",
        ),
    },
)
TOPICS = CommandGroup(
    "Topics as code: bring a broker to contracts/topics.yaml, or compare.",
    {
        "diff": Command(
            "topics:diff", "Say in words how the broker differs from the table of topics; ends with 1 if anything does."
        ),
        "apply": Command(
            "topics:apply",
            "Make what is missing and set what differs; safe to repeat. Ends with 1 if something is left to a person.",
        ),
    },
)
CERTIFICATE = CommandGroup(
    "Certificates of insured periods for another country, as the U1 holds them: write, read.",
    {
        "write": Command(
            "certificate:write",
            "Certify a person's insured periods, work, pay and reasons of ending, as JSON or as a page (U1, U002).",
        ),
        "read": Command(
            "certificate:read",
            "Publish the periods of another country's certificate as facts about a person; safe to repeat.",
        ),
    },
)
DRILL = CommandGroup(
    f"What goes wrong in earnest, played on servers of its own: incident, surge.\n\n{LISTED}",
    {
        "incident": Command(
            "drill:incident",
            "Play incidents under the shipped rules: the first call, after how long, what was held back, what came too "
            "late.",
        ),
        "surge": Command(
            "drill:surge",
            "Play a surge of claims beside a payment run: who waited for how long, until nobody waits, what was late.",
        ),
    },
)
REFERRALS = CommandGroup(
    "Referrals to programmes: the inbox of an office, one referral's life, mandatory points that were missed.",
    {
        "list": Command("referrals:list_", "List referrals that await an answer or an end, by deadline."),
        "show": Command(
            "referrals:show",
            "Tell one referral's life; write it as a calendar file or an e-mail for a caseworker.",
        ),
        "funnel": Command(
            "referral_funnel:funnel_",
            "Tell how far people came from claim to work, by sex, age, region and more; small numbers are hidden.",
        ),
        "missed": Command(
            "referrals:missed",
            "List mandatory points by whose last day nobody had considered help, the oldest first.",
        ),
    },
)
TIDEOVER = CommandGroup(
    "Tideover: an unemployment insurance benefit engine.",
    {
        "demo": Command(
            "demo:demo",
            "Run 3,343 real displaced workers through the whole engine, "
            "then serve the console to officers of 8 June 2020.",
        ),
        "status": Command(
            "status:status",
            "Say in a few lines what a world holds: the last closed day, claims, questions, contests, money, "
            "what is parked.",
        ),
        "figures": Command(
            "figures:figures",
            "Tell the committee's figures apart by sex, age, region and more; small numbers are hidden.",
        ),
        "story": Command(
            "story:story",
            "Tell one person's case in order: facts, decisions, money, referrals, each with the law behind it.",
        ),
        "referrals": REFERRALS,
        "deductions": DEDUCTIONS,
        "recoveries": Command(
            "recoveries:recoveries_",
            "List debts: who decided them, what caused them, where they stand, what came in, what is left.",
        ),
        "error-budget": Command(
            "error_budget:error_budget",
            "List each error budget: decided, wrong, what is left, stopped since when, reopened by whom and why.",
        ),
        "explain": Command(
            "explain:explain",
            "Print how a decision came about: every step with value, unit and citation, down to the facts.",
        ),
        "letter": Command(
            "letter:letter",
            "Write the letter of a decision, a question, a payment or the end of a claim, from what is archived.",
        ),
        "receipt": Command(
            "receipt:receipt",
            "Show a receipt; with a file, say whether it holds what was filed. Ends with 1 if it does not.",
        ),
        "replay": Command(
            "replay:replay",
            "Compute decisions again from what was known then, by the law of then; ends with 1 if a byte differs.",
        ),
        "proof": Command(
            "proof:proof",
            "Export a decision with its facts, its sheet and every step, signed, for a stranger's program to check.",
        ),
        "as-known": Command(
            "as_known:as_known",
            "Tell what was known and decided when a day was closed, by when we knew it, beside what is known now.",
        ),
        "appeal-pack": Command(
            "appeal_pack:pack",
            "Write all papers for contesting a decision: what was known then, how it came about, the rule, "
            "what was paid.",
        ),
        "recall": Command(
            "recall:recall",
            "List who was decided against in the same way, draft their letters, and have their claims worked out anew.",
        ),
        "law-change": Command(
            "law_change:law_change", "Compare what running claims get under the served sheet and under a new one."
        ),
        "redetermine": Command(
            "redetermine:redetermine", "Count running claims of an older sheet, or have them determined anew."
        ),
        "what-if": Command(
            "what_if:what_if",
            "Change facts on a copy, apply the law again, and print the difference in words and in money.",
        ),
        "simulate": Command(
            "simulate:simulate",
            "Play lives drawn from seeds through the whole engine, in memory, "
            "and hold what is paid against the printed law.",
        ),
        "programmes": Command(
            "programmes:programmes",
            "List the programmes that providers offer with their seats and wait lists, or one of them with its roster.",
        ),
        "worker": Command(
            "worker:worker",
            "Deliver events from Kafka to all services or to one; `feed` brings the registries' facts to eligibility.",
        ),
        "relay": Command("worker:relay", "Publish what the services have said from their outboxes to Kafka."),
        "close-day": Command(
            "close_day:close_day",
            "Tell every partition that a day is over; a day that is not over is refused, one that is closed stays so.",
        ),
        "gateway": Command(
            "gateway:gateway",
            "Send sealed payment files to the bank of TIDEOVER_BANK_URL, and publish what it says of them.",
        ),
        "audit": Command(
            "audit:audit",
            "Hold log, databases and books against each other, and name what does not fit; "
            "ends with 1 if anything does not.",
        ),
        "console": Command(
            "console_server:console",
            "Serve the pages for people: for citizens what they would be paid; for officers their day's work.",
        ),
        "exporter": Command(
            "exporter:exporter",
            "Show from outside how the engine does: lag, what waits, money, deadlines. It only reads.",
        ),
        "ingest": Command(
            "ingest:ingest",
            "Publish a file's facts; if interrupted, run it again. Ends with 1 if lines were rejected.",
        ),
        "casework": Command(
            "casework:casework",
            "Publish what a file says that officers did or claimants filed at a desk; "
            "ends with 1 if lines were rejected.",
        ),
        "lag": Command(
            "lag:lag",
            "Say how many events each consumer group has not acknowledged, and since when the oldest of them waits.",
        ),
        "migrate": Command(
            "migrate:migrate",
            "Bring the schemas of keys and services, or one, to what this program needs. Safe to repeat; only forward.",
        ),
        "keys": MASTER_KEYS,
        "erase": Command(
            "erase:erase",
            "Destroy the keys of what lies sealed of a person: name, identity number, account. "
            "Nothing brings them back.",
        ),
        "employers-words": Command(
            "employers_words:employers_words",
            "Show a named officer what employers wrote of how a person's work ended; every reading is noted.",
        ),
        "prune": Command(
            "prune:prune",
            "Take from the outboxes what was published and is deleted from the log; may run while everybody works.",
        ),
        "move-partitions": Command("move_partitions:move", "Move partitions to the servers that a file says."),
        "rebuild": Command(
            "rebuild:rebuild",
            "Make a service's state anew from the log, and say whether it is the live one's; ends with 1 if it is not.",
        ),
        "check-producer": Command(
            "check_producer:check_producer",
            "Read a topic without touching the engine, and say what is wrong. Ends with 1 if anything is.",
        ),
        "scheme": SCHEME,
        "certificate": CERTIFICATE,
        "parked": PARKED,
        "bank": BANK,
        "batch": BATCH,
        "books": BOOKS,
        "committee": COMMITTEE,
        "held": HELD,
        "outage": OUTAGE,
        "days": DAYS,
        "topics": TOPICS,
        "drill": DRILL,
    },
)
