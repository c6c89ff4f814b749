"""Ten officers issue a code for the same product at the same moment: it gets one."""

import pytest

from catalogue.models import Product
from qr import codes
from qr.models import Code
from tests.factories.catalogue import make_product
from tests.factories.races import at_once

AT_ONCE = 10


@pytest.mark.postgres
@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_product_gets_one_code_however_many_ask():
    product = make_product()
    ask = lambda: codes.issue_code(Product.objects.get(pk=product.pk)).code  # noqa: E731
    answers = set(at_once(*[ask] * AT_ONCE))
    assert len(answers) == 1
    assert Code.objects.get().code in answers
