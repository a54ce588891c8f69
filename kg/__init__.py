"""The reference knowledge graph of Iran–Russia relations."""
