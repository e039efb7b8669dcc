"""The application: create_app() and the features, in the order in which one imports the other."""

from __future__ import annotations

from flask import Flask, request
from flask_babel import Babel
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from . import assets, cli, config, db, web
from .accounts import routes as accounts
from .campaigns import routes as campaigns
from .dossiers import basis as _basis_of_samples  # noqa: F401
from .dossiers import calendar_routes as calendar
from .dossiers import register_routes as registers
from .dossiers import routes as dossiers
from .evidence import photo_routes as photos
from .evidence import routes as evidence
from .findings import line_routes as lines
from .findings import phrase_routes as phrases
from .findings import routes as findings
from .jobs import models as _jobs  # noqa: F401
from .minutes import form_routes as minutes_files
from .minutes import routes as minutes
from .minutes import template_routes as minutes_templates
from .notices import basis as _basis_of_notices  # noqa: F401
from .notices import routes as notices
from .remediation import routes as remediation
from .signatures import api_routes as signing_api
from .signatures import routes as signatures
from .signatures import signed_routes as signed
from .signatures import upgrading as _upgrading  # noqa: F401
from .sync import routes as sync
from .units import routes as units
from .verification import routes as verification
from .visits import routes as visits

# Read this first: a feature imports only features before it.
FEATURES = (
    "audit",
    "jobs",
    "accounts",
    "units",
    "checklists",
    "campaigns",
    "visits",
    "evidence",
    "findings",
    "dossiers",
    "notices",
    "remediation",
    "minutes",
    "signatures",
    "verification",
    "sync",
    "demo",
)
ROUTES = (
    *(accounts, units, campaigns, visits, evidence, photos, findings, lines, phrases),
    *(registers, dossiers, calendar, notices, remediation, minutes, minutes_files),
    *(minutes_templates, signatures, signed, signing_api, verification, sync),
)
LANGUAGES = ("vi", "en")


def create_app(settings: config.Settings | None = None) -> Flask:
    """The app for one office. Raises BadSetting or Unguarded, and so does not start unsafe."""
    settings = settings or config.read()
    app = Flask(
        __name__,
        template_folder=str(config.ROOT / "templates"),
        static_folder=str(config.ROOT / "static"),
        instance_path=str(settings.instance),
    )
    app.config.update(
        SETTINGS=settings,
        TESTING=settings.testing,
        SECRET_KEY=settings.secret_key,
        MIGRATIONS=config.ROOT / "inspect_app" / "migrations",
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=settings.photo_limit + config.MEBIBYTE,
        MAX_FORM_MEMORY_SIZE=config.MEBIBYTE,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_TRANSLATION_DIRECTORIES=str(config.ROOT / "inspect_app" / "translations"),
    )
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_options["trim_blocks"] = True
    Babel(app, locale_selector=_language)
    db.init_app(app)
    web.init_app(app)
    assets.init_app(app)
    for feature in ROUTES:
        app.register_blueprint(feature.bp)
    cli.init_app(app)
    web.check_guards(app)
    return app


def _language() -> str:
    chosen = request.cookies.get("language", "vi") if request else "vi"
    return chosen if chosen in LANGUAGES else "vi"
