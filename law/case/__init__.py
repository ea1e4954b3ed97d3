"""What the law is applied to and what comes of it: facts, a claim, a determination, an assessment, a balance."""
