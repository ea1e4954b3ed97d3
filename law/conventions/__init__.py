"""A scheme held against the Conventions, article by article, by running the production engine."""
