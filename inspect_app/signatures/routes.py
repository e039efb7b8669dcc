"""Signing: the tablet passed around, the number, keys, outside signatures, scans."""

from __future__ import annotations

from flask import Blueprint

from . import models as models

bp = Blueprint("signatures", __name__)
