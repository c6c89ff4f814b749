"""Oscar's migrations, and ours after them (`NNNN_ocop_*`, so that no name ever shadows one of theirs)."""

from oscar.apps.order import migrations as upstream

__path__ += upstream.__path__  # type: ignore[name-defined]  # noqa: F821
