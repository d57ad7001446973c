"""Long work that staff ask for, done beside the pages: it says how far it is, and can be stopped."""
