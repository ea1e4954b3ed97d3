"""The commands about money: deductions, the bank, the books, payment files, and days that are paid twice."""

from __future__ import annotations

from services.commands.lazy import Command, CommandGroup

DEDUCTIONS = CommandGroup(
    "What is taken from benefits for others, and sent to them: list, remit, sent, account.",
    {
        "list": Command(
            "deductions:list_",
            "List what was taken from payments for contributions, tax and third parties.",
        ),
        "remit": Command(
            "deductions:remit",
            "List what is to be remitted to each creditor; the totals balance with the books.",
        ),
        "sent": Command(
            "deductions:sent",
            "List what was ordered to be paid to creditors, and where each payment stands.",
        ),
        "account": Command(
            "deductions:account",
            "Keep the account that a creditor is paid to; it is typed, or read from standard input, and never shown.",
        ),
    },
)
BANK = CommandGroup(
    "What the bank said and nobody understood: waiting, show, settle, dismiss, position.",
    {
        "waiting": Command("bank:waiting", "List what the bank said and nobody understood, with why it waits."),
        "show": Command("bank:show", "Show one thing that waits, in the bank's own words."),
        "settle": Command(
            "bank:settle", "Say in a named person's name what became of the payments that a waiting entry is about."
        ),
        "dismiss": Command(
            "bank:dismiss", "Set a waiting entry aside in a named person's name: it is about no payment of ours."
        ),
        "position": Command(
            "bank:position",
            "Hold our cash account against the bank's statement of a day, and explain each difference entry by entry.",
        ),
    },
)
BOOKS = CommandGroup(
    "The ledger and its funds: export, fund, reserve.",
    {
        "fund": Command(
            "books:fund", "Tell in a named person's name what came into a fund or left it, by a reference of its own."
        ),
        "reserve": Command(
            "books:reserve", "Say for how many days each fund lasts, now and after all that is ordered."
        ),
        "export": Command(
            "books:export",
            "Write the whole ledger in the language of Beancount: accounts, entries with their causes, "
            "balances by day.",
        ),
    },
)
HELD = CommandGroup(
    "Payment files that the bank may have and the database does not know, as after a restore: list, release.",
    {
        "list": Command("held:list_", "List what is not sent, and why: files in doubt, payments to the dead."),
        "release": Command("held:release", "Say in a named person's name that the bank does not have a file."),
    },
)
BATCH = CommandGroup(
    "Sealed payment files before they go to the bank: list, show, propose, release, stop, alone.",
    {
        "list": Command("batch:list_", "List the batches of which a file lies sealed, with who has released them."),
        "show": Command(
            "batch:show",
            "Show a batch as those see it who release it: sums, the run before, checks, what is pointed out, acts.",
        ),
        "propose": Command(
            "batch:propose", "Put a batch forward for release in a named person's name, who then cannot release it."
        ),
        "release": Command(
            "batch:release",
            "Release a batch in a named person's name; it goes to the bank when another one has done so, too.",
        ),
        "stop": Command(
            "batch:stop",
            "Stop what of a batch has not gone to the bank: its payments are due again, and the next run has them.",
        ),
        "alone": Command(
            "batch:alone",
            "Say in words that on this laptop one person is enough to release a file; refused on the stack.",
        ),
    },
)
DAYS = CommandGroup(
    "Days that two certifications are due and one is paid for: list, settle.",
    {
        "list": Command("days:list_", "List the certifications that wait for days another one is paid for."),
        "settle": Command("days:settle", "Say in a named person's name that nothing more is paid for days that wait."),
    },
)
