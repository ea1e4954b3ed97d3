"""Dashboards as code: what people who run the engine, and those who oversee it, look at."""
