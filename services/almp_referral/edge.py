"""What of a referral passes beside the log: its calendar file and its e-mail."""

from services.almp_referral.calendar_file import calendar_file
from services.almp_referral.mail import mail

__all__ = ["calendar_file", "mail"]
