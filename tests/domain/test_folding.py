from hypothesis import given
from hypothesis import strategies as st

from domain.folding import fold, squeeze


def test_accents_case_blanks_and_the_crossed_d_fold_away():
    assert fold("  Công ty   Đà Nẵng ") == "cong ty da nang"
    assert fold("hóa đơn") == fold("hoá đơn") == "hoa don"
    assert fold("Nguye\u0302\u0303n") == fold("Nguyễn") == "nguyen"
    assert squeeze("GTX Pro") == squeeze("GTXPro") == "gtxpro"


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
