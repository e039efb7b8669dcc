"""What a web server and the `flask` command load."""

from inspect_app import create_app

app = create_app()
