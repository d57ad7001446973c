"""Papers of recognition: lists, minutes, reports and certificates, as values that become files."""
