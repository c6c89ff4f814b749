"""Ten officers issue a code for the same product at the same moment: it gets one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from catalogue.models import Product
from qr import codes
from qr.models import Code
from tests.factories.catalogue import make_product

AT_ONCE = 10


@pytest.mark.postgres
@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_product_gets_one_code_however_many_ask():
    product = make_product()
    start = Barrier(AT_ONCE)

    def issue() -> str:
        try:
            start.wait()
            return codes.issue_code(Product.objects.get(pk=product.pk)).code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = {future.result() for future in [pool.submit(issue) for _each in range(AT_ONCE)]}
    assert len(answers) == 1
    assert Code.objects.get().code in answers
