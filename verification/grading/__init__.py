"""Grading: assertions for notebooks and tests, rubrics, and whole folders of submissions."""
