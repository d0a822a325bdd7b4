from datetime import date

import pytest

from data.duplicates import Compared, find_alike, read_customers
from data.identity import Apart
from data.query import open_reader
from domain.scope import LAPTOP, Scope
from tests.data.stores import stored


def customer(key, name, tax_code="", *, n_rows=0, is_listed=True):
    return Compared(key, name, name, tax_code, is_listed, n_rows, 0)


def pair(one, other, code="", other_code=""):
    return find_alike([customer("K1", one, code), customer("K2", other, other_code)])


def reasons(likeness):
    return [str(reason) for proposal in likeness.proposals for reason in proposal.reasons]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Công ty TNHH An Phát", "CONG TY TNHH AN PHAT", "accents"),
        ("Đại Nam", "Dai Nam", "accents"),
        ("Công ty TNHH An Phát", "Cty TNHH An Phát", "legal form"),
        ("Công ty TNHH An Phát", "CT TNHH MTV An Phát", "legal form"),
        ("Công ty Cổ phần Á Châu", "CTCP Á Châu", "legal form"),
        ("Công ty CP Á Châu", "Á Châu JSC", "legal form"),
        ("Acme Inc", "Acme Corporation", "legal form"),
        ("Công ty TNHH An Phát", "An Phát", "legal form"),
        ("Công ty TNHH TM DV An Phát", "Công ty TNHH Thương mại và Dịch vụ An Phát", "short forms"),
        ("An-Phát", "An Phát.", "two ids"),
        ("An Phát", "AN PHÁT", "two ids"),
        ("Công ty TNHH Minh Long", "Công ty TNHH Minh Lonng", "slip"),
        ("Northwind Traders", "Northwnd Traders", "slip"),
        ("Công ty Hoàng Thịnh Phát", "Công ty Hoàng Thịhn Phát", "slip"),
    ],
)
def test_one_customer_written_twice_is_proposed_with_the_reason(one, other, why):
    (proposal,) = pair(one, other).proposals
    assert any(why in str(reason) for reason in proposal.reasons), proposal.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Công ty TNHH An Phát", "Công ty TNHH An Phát Đạt"),
        ("Công ty TNHH An Phát", "Công ty Cổ phần An Phát"),
        ("Công ty TNHH An Phát", "Chi nhánh Công ty TNHH An Phát"),
        ("Công ty TNHH An Phát", "Công ty TNHH TM An Phát"),
        ("Công ty An Phát", "Tập đoàn An Phát"),
        ("Hoa Sen", "Hoa Sen Group"),
        ("Minh Hà", "Minh Hạ"),
        ("Công ty TNHH Minh Long", "Công ty TNHH Minh Lang"),
        ("Công ty TNHH Thành Long", "Công ty TNHH Thanh Lương"),
        ("Đại Phát", "Đại Phú"),
        ("Bảo Khang Thịnh", "Bảo Khánh Thịnh"),
        ("Cửa hàng Nam Long 1", "Cửa hàng Nam Long 2"),
        ("Công ty Cơ Khí An Phát", "Công ty Khí An Phát"),
        ("Martin Trading", "Marvin Trading"),
        ("Larson Group", "Carson Group"),
        ("Ngân hàng Á Châu", "Ngân hàng Á Âu"),
        ("Acme LLC", "Acme Inc"),
        ("Việt Tiến Hưng", "Việt Tiên Hưng"),
        ("Công ty TNHH Hải Đăng", "Công ty TNHH Hải Đang"),
        ("Công ty", "Công ty TNHH"),
        ("", ""),
    ],
)
def test_two_customers_are_not_proposed(one, other):
    assert pair(one, other).proposals == ()


def test_one_tax_code_is_a_reason_whatever_the_names_and_the_zero_a_spreadsheet_took():
    likeness = pair("An Phát", "Hoàn Toàn Khác", "0312345678", "312345678")
    assert reasons(likeness) == ["same tax code 0312345678"]
    assert reasons(pair("An Phát", "An Phat", "0312345678", "0312345678")) == [
        "same tax code 0312345678",
        "same name but for accents",
    ]


def test_two_tax_codes_speak_against_any_name():
    assert pair("Công ty TNHH An Phát", "Công ty TNHH An Phát", "0312345678", "0398765432").proposals == ()
    assert pair("An Phát", "An Phát", "000000000", "0312345678").proposals != ()


@pytest.mark.parametrize("code", ["0312345678-001", "0312345678001", "312345678001"])
def test_a_branch_is_said_to_be_one_and_never_proposed(code):
    likeness = pair("Công ty An Phát", "Công ty An Phát", "0312345678", code)
    assert likeness.proposals == ()
    assert [(found.branch.customer_id, found.head.customer_id) for found in likeness.branches] == [("K2", "K1")]


def test_a_code_or_a_name_that_many_bear_says_nothing():
    same_code = [customer(f"K{n}", f"Khách {n}", "0312345678") for n in range(6)]
    assert find_alike(same_code).proposals == ()
    assert find_alike([customer(f"K{n}", "Nguyễn Văn An") for n in range(6)]).proposals == ()
    assert len(find_alike(same_code[:2]).proposals) == 1


def test_a_name_that_two_different_companies_could_have_is_left_alone():
    three = [
        customer("K1", "Công ty TNHH An Phát"),
        customer("K2", "Công ty Cổ phần An Phát"),
        customer("K3", "An Phát"),
    ]
    assert find_alike(three).proposals == ()
    two_codes = [customer("K1", "An Phát", "0312345678"), customer("K2", "An Phát", "0398765432"), three[2]]
    assert find_alike(two_codes).proposals == ()


def test_of_three_that_are_one_each_is_asked_about_once_and_the_listed_one_stays():
    three = [
        customer("K1", "An Phat", n_rows=50, is_listed=False),
        customer("K2", "An Phát"),
        customer("K3", "AN PHAT", n_rows=9),
    ]
    pairs = {(found.customer.customer_id, found.into.customer_id) for found in find_alike(three).proposals}
    assert pairs == {("K1", "K3"), ("K2", "K3")}


def test_what_was_said_to_be_two_customers_is_not_proposed_again():
    two = [customer("K1", "An Phát"), customer("An Phat", "An Phat")]
    assert len(find_alike(two).proposals) == 1
    assert find_alike(two, [Apart("AN  PHAT", "An Phat", "K1", "An Phát")]).proposals == ()


def test_a_pair_among_thousands_is_found_and_nothing_else():
    many = [customer(f"K{n}", f"Khách hàng số {n}") for n in range(4000)]
    found = find_alike([*many, customer("A", "Công ty TNHH Sao Mai"), customer("B", "Cty TNHH Sao Mai")])
    assert [(one.customer.customer_id, one.into.customer_id) for one in found.proposals] == [("B", "A")]


def test_what_is_behind_each_comes_from_the_snapshot_and_a_code_from_its_deals(tmp_path):
    line = {"invoice_id": "1", "customer_id": "K1", "amount": 10, "invoiced_on": date(2025, 3, 1)}
    deal = {"customer_name": "An Phat", "customer_tax_code": "0312345678", "stage": "Open"}
    snapshot = stored(
        tmp_path,
        {
            "customer": [{"customer_id": "K1", "customer_name": "Công ty An Phát", "tax_code": "0312345678"}],
            "invoice_line": [line, {**line, "invoice_id": "2"}],
            "deal": [{"deal_id": "1", **deal}, {"deal_id": "2", **deal}],
            "ticket": [{"ticket_id": "1", "customer_name": "An Phat"}],
        },
    )
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        (found,) = find_alike(read_customers(read)).proposals
    assert found.customer == Compared("An Phat", "An Phat", "An Phat", "0312345678", False, 0, 1)
    assert (found.into.customer_id, found.into.n_revenue_rows) == ("K1", 2)


@pytest.mark.parametrize(
    ("path", "column"),
    [
        ("maven_crm/accounts.csv", "account"),
        ("kaggle_sales_data_two_dialects/sales_data_sample.comma_cp437.csv", "CUSTOMERNAME"),
        ("ravenstack_saas/ravenstack_accounts.csv", "account_name"),
    ],
)
def test_published_customers_are_never_proposed(shared, path, column):
    import pandas as pd

    frame = pd.read_csv(shared / "datasets" / path, encoding="cp437", usecols=[column])
    names = sorted(set(frame[column].astype(str)))
    assert len(names) >= 85
    assert find_alike([customer(f"K{n}", name) for n, name in enumerate(names)]).proposals == ()
