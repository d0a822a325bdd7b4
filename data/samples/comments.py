"""What the sample's respondents write: forty comments for each mood and language, the first fifteen about answers.

Each comment is an opening and an ending. The first three openings of a mood speak of how fast answers come, so that
slow answers show in the words as well as in the scores.
"""

from __future__ import annotations

DETRACTOR, PASSIVE, PROMOTER = 0, 1, 2
VIETNAMESE, ENGLISH = 0, 1
COMMENTS_EACH = 40
ABOUT_ANSWERS = 15


def _forty(openings: tuple[str, ...], endings: tuple[str, ...]) -> tuple[str, ...]:
    """Eight openings times five endings; opening by opening, so that the first fifteen are about answers."""
    return tuple(f"{opening} {ending}" for opening in openings for ending in endings)


_VI_BAD = _forty(
    (
        "Phản hồi quá chậm, gửi yêu cầu từ sáng đến chiều hôm sau mới có người trả lời.",
        "Gọi hỗ trợ nhiều lần mà phải chờ rất lâu.",
        "Thời gian xử lý sự cố kéo dài, không ai báo tiến độ.",
        "Hoá đơn bị sai hai lần liên tiếp.",
        "Hệ thống hay bị gián đoạn vào cuối tháng.",
        "Đổi nhân viên phụ trách mà không bàn giao rõ ràng.",
        "Giá tăng nhưng chất lượng không tăng.",
        "Phần mềm khó dùng, thiếu hướng dẫn.",
    ),
    (
        "Chúng tôi đang cân nhắc nhà cung cấp khác.",
        "Mong công ty khắc phục sớm.",
        "Ảnh hưởng nhiều đến công việc của bên tôi.",
        "Không hài lòng.",
        "Trước đây tốt hơn nhiều.",
    ),
)
_VI_MIDDLE = _forty(
    (
        "Trả lời chấp nhận được nhưng có hôm hơi chậm.",
        "Thời gian phản hồi chưa ổn định.",
        "Buổi chiều gọi thường phải chờ.",
        "Dịch vụ ổn, giá hơi cao.",
        "Tính năng đủ dùng.",
        "Báo cáo gửi đúng hạn nhưng còn sơ sài.",
        "Nhân viên nhiệt tình, quy trình còn rườm rà.",
        "Sử dụng bình thường, chưa có gì nổi bật.",
    ),
    (
        "Cần cải thiện thêm.",
        "Nhìn chung tạm ổn.",
        "Sẽ theo dõi thêm trong quý tới.",
        "Mong có thêm hướng dẫn.",
        "Có thể giới thiệu nếu được hỏi.",
    ),
)
_VI_GOOD = _forty(
    (
        "Phản hồi rất nhanh, có vấn đề là được xử lý ngay.",
        "Nhân viên trả lời trong vòng một tiếng.",
        "Hỗ trợ kịp thời, kể cả lúc gấp.",
        "Anh chị phụ trách tận tâm và hiểu việc.",
        "Hệ thống chạy ổn định suốt năm.",
        "Hoá đơn rõ ràng, đúng hạn.",
        "Đội kỹ thuật giỏi, giải thích dễ hiểu.",
        "Dịch vụ đáng tiền.",
    ),
    (
        "Rất hài lòng.",
        "Sẽ tiếp tục hợp tác lâu dài.",
        "Tôi đã giới thiệu cho đối tác.",
        "Mong giữ được chất lượng như vậy.",
        "Cảm ơn cả nhóm.",
    ),
)
_EN_BAD = _forty(
    (
        "Replies are far too slow, we often wait until the next day.",
        "We called support several times and nobody came back to us.",
        "Incidents take too long and we get no updates.",
        "Two invoices in a row were wrong.",
        "The system goes down at month end.",
        "Our account manager changed without a proper hand-over.",
        "The price went up, the quality did not.",
        "The software is hard to use and poorly documented.",
    ),
    (
        "We are looking at other suppliers.",
        "Please fix this soon.",
        "It costs our team a lot of time.",
        "Not satisfied.",
        "It used to be much better.",
    ),
)
_EN_MIDDLE = _forty(
    (
        "Response is acceptable but slow on some days.",
        "Reply times vary a lot.",
        "In the afternoon we usually have to wait.",
        "Good service, slightly expensive.",
        "It does what we need.",
        "Reports arrive on time but lack detail.",
        "Friendly people, heavy paperwork.",
        "Nothing special, nothing broken.",
    ),
    (
        "Some room for improvement.",
        "Fine overall.",
        "Let us see next quarter.",
        "More guidance would help.",
        "I would recommend it if asked.",
    ),
)
_EN_GOOD = _forty(
    (
        "Very fast replies, problems get solved at once.",
        "Someone always answers within the hour.",
        "Quick support, even when it is urgent.",
        "Our account manager really knows our business.",
        "The system has been stable all year.",
        "Clear invoices, always on time.",
        "Skilled engineers who explain things well.",
        "Good value for money.",
    ),
    (
        "Very happy with the service.",
        "We will stay with you.",
        "I have recommended you to a partner.",
        "Keep it up.",
        "Thanks to the whole team.",
    ),
)

# By mood and language: position (mood * 2 + language) * 40 + which.
COMMENTS: tuple[str, ...] = _VI_BAD + _EN_BAD + _VI_MIDDLE + _EN_MIDDLE + _VI_GOOD + _EN_GOOD
