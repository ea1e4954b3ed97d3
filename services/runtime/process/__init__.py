"""What every process has: settings, logs, health, HTTP, a stopwatch."""
