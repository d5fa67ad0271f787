"""Rasa graph components: what a French sentence asks (label) and what it names (entities)."""
