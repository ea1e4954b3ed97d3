"""Where Prometheus scrapes, what alarms whom, and the tools by which that is checked and tried."""
