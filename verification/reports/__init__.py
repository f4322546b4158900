"""What is written of verdicts: tables, JSON, JUnit, Markdown, marks."""
