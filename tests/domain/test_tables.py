import pytest

from domain.tables import CUSTOMER, DEAL, TABLE_BY_FILE, TABLES


def test_every_table_says_what_a_row_is_and_every_column_what_it_means():
    assert all(table.grain and all(column.meaning for column in table.columns) for table in TABLES)


def test_keys_and_required_groups_are_columns_of_their_table():
    for table in TABLES:
        assert set(table.key) <= set(table.column_names)
        assert all(set(group) <= set(table.column_names) for group in table.one_of)


def test_the_public_words_for_files():
    assert list(TABLE_BY_FILE)[:9] == [
        "customers",
        "managers",
        "deals",
        "invoices",
        "contracts",
        "tickets",
        "surveys",
        "targets",
        "activities",
    ]


def test_looking_a_column_up():
    assert DEAL.column("amount").unit
    assert DEAL.required == ("deal_id", "stage")
    with pytest.raises(KeyError):
        CUSTOMER.column("amount")
