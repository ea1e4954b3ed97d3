"""The front door: pages for people, in a browser, in four languages, without a script."""
