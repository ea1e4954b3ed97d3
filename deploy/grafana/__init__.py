"""Dashboards as code: what people who run the engine, and those who oversee it, look at."""

import warnings

# Classic JSON is what every Grafana from 10 on reads from files; the library would rather make the newer form.
warnings.filterwarnings("ignore", message="Prefer using dashboardv2", category=DeprecationWarning)
