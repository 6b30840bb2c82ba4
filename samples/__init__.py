"""Bilingual releases written for this project, and the makers that turn them into PDFs and raw text."""
