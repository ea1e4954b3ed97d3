"""Dashboards drawn from the JSON that Grafana is given, so that they can be looked at where no Grafana runs."""
