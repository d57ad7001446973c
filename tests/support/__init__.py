"""What tests stand on: the site as a client, databases, servers, a browser. Rows come from factories."""
