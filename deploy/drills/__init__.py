"""Incidents played on real servers under the shipped rules: who is called, after how long, and with what words."""
