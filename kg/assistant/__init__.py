"""The graph for language-model assistants: answers with their passages, and a server that offers them as tools."""
