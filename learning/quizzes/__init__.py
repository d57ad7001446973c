"""Questions, checks and practice as plain values: asked, drawn and marked here. No Flask, no database."""
