"""A provider publishes a programme, changes it, ends it, or takes a statement back."""
