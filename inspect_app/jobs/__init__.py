"""Long work done beside the requests: queued, running, done or failed, and always visible."""
