"""The copy on an Elasticsearch server: its documents, how they are written and kept, and the one client.

Only core features are relied on (no analysis plugin, no scripts, no reindex module), so a bare node, the vendor's
distribution and a managed service serve alike. Folding and synonyms are done here, in Python.
"""
