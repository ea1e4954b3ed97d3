"""The committee's figures as pages: a front page, a page a subject, and all of it as one pack."""
