"""Where the tables of almp_referral are declared together; each file of them adds its own."""

from __future__ import annotations

from sqlalchemy import MetaData

TABLES = MetaData()
