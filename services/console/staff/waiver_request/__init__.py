"""A request to waive a debt, as it came to the desk."""
