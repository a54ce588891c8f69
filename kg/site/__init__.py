"""Pages that open by double-click, without a network request, with every string from data as text."""
