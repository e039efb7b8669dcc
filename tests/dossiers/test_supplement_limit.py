"""How many requests for a supplement are allowed: the campaign's own number, else the office's."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from inspect_app.db import db
from inspect_app.dossiers.queries import supplement_limit, yardstick
from tests import cast as people
from tests.cast import Cast
from tests.strict_browser import Browser


@pytest.mark.parametrize(("own", "limit"), [(None, 1), (0, 0), (2, 2)])
def test_the_campaigns_number_goes_before_the_offices(
    inside: Flask, cast: Cast, own: int | None, limit: int
) -> None:
    campaign = people.load(cast.visit).campaign
    campaign.supplement_limit = own
    assert supplement_limit(campaign) == yardstick(campaign).limit == limit


def test_the_page_of_the_sample_says_which_counts(app: Flask, page: Browser) -> None:
    assert "Cho phép 1 lần yêu cầu bổ sung (cài đặt chung của cơ quan)" in page.words()
    visit = uuid.UUID(page.address.split("/")[2])
    with app.app_context():
        people.load(visit).campaign.supplement_limit = 2
        db.session.commit()
    page.get(page.address)
    assert "Cho phép 2 lần yêu cầu bổ sung (theo kế hoạch kiểm tra)" in page.words()
