"""The demonstration: real displaced workers become a country's registries, claims and certifications, day by day."""
