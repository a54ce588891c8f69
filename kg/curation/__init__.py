"""The curator's workbench: frames of new files, proposals drafted from a document, and their review.

What a document says enters the graph only through a person's decision, and what a decision writes is checked first.
"""
