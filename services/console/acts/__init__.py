"""What officers do on the pages: forms, one transaction for an act and the note of it, and who looked at whom."""
