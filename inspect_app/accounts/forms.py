"""What is typed when signing in and when making an account."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from ..fields import REQUIRED, TOO_LONG, line
from ..permissions import ACCOUNT_ROLES


def secret() -> PasswordField:
    """A required password; its length is the rules' matter."""
    return PasswordField(validators=[InputRequired(REQUIRED), Length(max=200, message=TOO_LONG)])


class SignInForm(FlaskForm):  # type: ignore[misc]
    """A name and its password."""

    username = line(80)
    password = PasswordField(
        validators=[InputRequired(REQUIRED), Length(max=200, message=TOO_LONG)]
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """The password of now and the one to come."""

    current = secret()
    password = PasswordField(
        validators=[InputRequired(REQUIRED), Length(max=200, message=TOO_LONG)]
    )


class AccountForm(FlaskForm):  # type: ignore[misc]
    """A new account; the unit is chosen from the search."""

    full_name = line(120)
    username = line(40)
    position = line(200, required=False)
    role = SelectField(choices=[(role.value, role.value) for role in ACCOUNT_ROLES])
    unit = StringField()
