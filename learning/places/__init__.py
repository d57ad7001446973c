"""Places: provinces, communes, hamlets and what lies in them; a tree with dates, mergers and splits."""
