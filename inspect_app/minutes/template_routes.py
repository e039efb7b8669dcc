"""The administrator's pages of the minutes' templates: the kinds, one kind, its next version."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..campaigns.rules import InspectionKind
from ..errors import Conflict, RuleBroken
from ..permissions import Permission
from ..web import render, requires, see_other, viewer
from . import form_settings
from .layout import Layout, plain
from .template_forms import TemplateForm, version_of

bp = Blueprint("minutes_templates", __name__)
_KIND = "<any(regular, unannounced, follow_up):inspection>"


@bp.get("/minutes-templates")
@requires(Permission.MANAGE_TEMPLATES)
def index() -> Response:
    """Each kind of inspection with the version that counts now."""
    return render(
        "minutes/templates.html",
        templates=[form_settings.current(kind) for kind in InspectionKind],
    )


@bp.get(f"/minutes-templates/{_KIND}")
@requires(Permission.MANAGE_TEMPLATES)
def show(inspection: str) -> Response:
    """The settings of one kind, to be changed."""
    template = form_settings.current(InspectionKind(inspection))
    values = {"title": template.title, **plain(template.layout)}
    form = TemplateForm(formdata=None, data=values)
    return _page(template, form, template.layout)


@bp.post(f"/minutes-templates/{_KIND}")
@requires(Permission.MANAGE_TEMPLATES)
def publish(inspection: str) -> Response:
    """Make the next version; older ones stay for the visits that began under them."""
    kind, form = InspectionKind(inspection), TemplateForm()
    typed, template = form.layout(request.form), form_settings.current(kind)
    if not form.validate():
        return _page(template, form, typed, status=422)
    try:
        title = form.title.data or ""
        form_settings.publish(kind, title, typed, seen=version_of(request.form), by=viewer())
    except (RuleBroken, Conflict) as error:
        return _page(template, form, typed, error=error, status=error.status)
    return see_other("minutes_templates.show", inspection=inspection, _anchor="versions")


def _page(
    template: form_settings.Template,
    form: TemplateForm,
    layout: Layout,
    *,
    error: RuleBroken | Conflict | None = None,
    status: int = 200,
) -> Response:
    return render(
        "minutes/template.html",
        status=status,
        current=template,
        form=form,
        layout=layout,
        error=error,
        versions=form_settings.list_versions(template.kind),
    )
