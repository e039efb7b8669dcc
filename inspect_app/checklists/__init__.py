"""What is asked: versions, headings, items, wording."""
