"""Referrals to programmes: the inbox of an office by deadline, and one referral with what a placement officer does."""
