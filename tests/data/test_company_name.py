import pytest

from data.company_name import differs_by_accents, is_spelled_as_a_syllable, read_name


@pytest.mark.parametrize(
    ("text", "words", "form"),
    [
        ("Công ty TNHH An Phát", ("an", "phat"), "limited"),
        ("CTY TNHH MTV AN PHÁT", ("an", "phat"), "limited"),
        ("Công ty Trách nhiệm hữu hạn Một thành viên An Phát", ("an", "phat"), "limited"),
        ("An Phat Co., Ltd.", ("an", "phat"), "limited"),
        ("An Phat Company Limited", ("an", "phat"), "limited"),
        ("Công ty Cổ phần An Phát", ("an", "phat"), "joint_stock"),
        ("CTCP An Phát", ("an", "phat"), "joint_stock"),
        ("C.Ty C.P. An Phát", ("an", "phat"), "joint_stock"),
        ("An Phat JSC", ("an", "phat"), "joint_stock"),
        ("Acme, Inc.", ("acme",), "joint_stock"),
        ("Công ty An Phát", ("an", "phat"), ""),
        ("An Phát", ("an", "phat"), ""),
        ("Công ty CP Tập đoàn Hòa Phát", ("tap", "doan", "hoa", "phat"), "joint_stock"),
        ("Chi nhánh Công ty TNHH An Phát", ("chi", "nhanh", "cong", "ty", "tnhh", "an", "phat"), ""),
        ("Cơ Khí An Phát", ("co", "khi", "an", "phat"), ""),
        ("Điện Cơ", ("dien", "co"), ""),
        ("Limited Edition", ("limited", "edition"), ""),
        ("Công ty", ("cong", "ty"), ""),
        ("Công ty TNHH Thương mại & Dịch vụ An Phát", ("tm", "dv", "an", "phat"), "limited"),
    ],
)
def test_a_name_is_its_words_without_the_legal_form(text, words, form):
    name = read_name(text)
    assert (name.words, name.form) == (words, form)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("An Phát", "An Phát", False),
        ("An Phát", "AN PHAT", True),
        ("Đại Nam", "Dai Nam", True),
        ("Đức Hà", "Dức Hà", True),
        ("Hòa Bình", "Hoà Bình", True),
        ("Đại Nam", "\u00d0ại Nam", False),
        ("Phát", "Pha\u0301t", False),
        ("Minh Hà", "Minh Hạ", None),
        ("Bảo Ân", "Bảo An", None),
        ("Hòa An", "Hoa Àn", None),
    ],
)
def test_accents_may_be_missing_or_moved_but_not_others(one, other, expected):
    assert differs_by_accents(read_name(one), read_name(other)) is expected


def test_a_slip_seldom_leaves_a_syllable():
    assert all(map(is_spelled_as_a_syllable, ["an", "phat", "long", "nguyen", "gia", "quyet", "nghieng", "thuy"]))
    assert not any(map(is_spelled_as_a_syllable, ["phatt", "lonng", "thuogn", "bank", "mart", "str"]))
