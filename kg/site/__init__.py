"""Pages that open by double-click: one file each, no network request, every string from data as text."""
