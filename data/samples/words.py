"""Vietnamese words of the sample company: customers, people, services, deals and activities. All of it is invented."""

from __future__ import annotations

from typing import NamedTuple

SEGMENTS = ("Doanh nghiệp lớn", "Doanh nghiệp vừa", "Doanh nghiệp nhỏ")
SEGMENT_WEIGHTS = (0.12, 0.33, 0.55)
REGIONS = ("Miền Bắc", "Miền Trung", "Miền Nam")
REGION_WEIGHTS = (0.36, 0.27, 0.37)
TEAMS = tuple(f"Nhóm {region}" for region in REGIONS)
SUPPORT_TEAMS = tuple(f"Hỗ trợ {region}" for region in REGIONS)


class Industry(NamedTuple):
    """An industry and the words its companies put into their names."""

    name: str
    fields: tuple[str, str, str]


INDUSTRIES = (
    Industry("Sản xuất", ("Sản xuất", "Cơ khí", "Nhựa và Bao bì")),
    Industry("Thương mại", ("Thương mại", "Phân phối", "Xuất nhập khẩu")),
    Industry("Vận tải và kho bãi", ("Vận tải", "Giao nhận", "Kho vận")),
    Industry("Xây dựng", ("Xây dựng", "Đầu tư Xây dựng", "Vật liệu Xây dựng")),
    Industry("Y tế", ("Thiết bị Y tế", "Dược phẩm", "Chăm sóc Sức khoẻ")),
    Industry("Giáo dục", ("Giáo dục", "Đào tạo", "Thiết bị Giáo dục")),
    Industry("Nhà hàng và khách sạn", ("Du lịch", "Khách sạn", "Thực phẩm")),
    Industry("Nông nghiệp và thuỷ sản", ("Nông sản", "Thuỷ sản", "Giống cây trồng")),
)
FORMS = ("Công ty TNHH", "Công ty Cổ phần", "Công ty TNHH Một thành viên")
FIRST_SYLLABLES = (
    *("An", "Minh", "Đại", "Hải", "Hoàng", "Thiên", "Gia", "Phú", "Tân", "Việt", "Nam", "Đông", "Tây"),
    *("Bắc", "Kim", "Ngọc", "Thành", "Trường", "Vĩnh", "Hưng", "Quang", "Thái", "Bình", "Long", "Sao"),
    *("Hồng", "Thanh", "Trung", "Nhật", "Phương", "Đức", "Tiến", "Toàn", "Vạn", "Xuân", "Hạ", "Thu", "Lạc"),
    *("Hùng", "Khánh", "Lâm", "Mai", "Nguyên", "Quốc", "Tâm", "Thịnh", "Uy", "Yên"),
)
SECOND_SYLLABLES = (
    *("Phát", "Thịnh", "Long", "Hưng", "Phúc", "Lộc", "Tiến", "Đạt", "Vinh", "Cường", "Sơn", "Hải"),
    *("Giang", "Khang", "Thắng", "Lợi", "Hoà", "Bảo", "Châu", "Dương", "Điền", "Hà", "Khoa", "Lan", "Linh"),
    *("Mỹ", "Nghĩa", "Nhân", "Phong", "Quân", "Sáng", "Tài", "Thuận", "Tín", "Trí", "Tùng", "Vượng"),
    *("Xanh", "Đăng", "Ân", "Bách", "Cát", "Duy", "Hậu", "Kiên", "Liên", "Nhiên", "Oanh"),
)
SURNAMES = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ"),
    *("Ngô", "Dương", "Lý"),
)
MIDDLE_NAMES = (
    *("Thị", "Văn", "Minh", "Thu", "Đức", "Ngọc", "Hữu", "Thanh", "Quang", "Kim", "Anh", "Bảo", "Gia"),
    *("Hồng", "Khánh", "Mai"),
)
GIVEN_NAMES = (
    *("Lan", "Hùng", "Hương", "Tuấn", "Mai", "Dũng", "Hà", "Sơn", "Linh", "Phong", "Thảo", "Khoa", "Trang"),
    *("Bình", "Yến", "Nam", "Hạnh", "Quân", "Nhung", "Việt", "Ngân", "Long", "Chi", "Đạt", "Vân", "Thành"),
    *("Hiền", "Trung", "Phương", "Toàn", "Loan", "Kiên"),
)


class Product(NamedTuple):
    """One service: code, name, unit, typical price of a unit in VND and mean units beyond the first in a line."""

    code: str
    name: str
    unit: str
    price: int
    more_units: float


PRODUCTS = (
    Product("DV01", "Bảo trì hệ thống CNTT", "Tháng", 3_200_000, 0.2),
    Product("DV02", "Thuê máy chủ đám mây", "Gói", 1_450_000, 1.1),
    Product("DV03", "Phần mềm kế toán", "Tháng", 1_900_000, 0.4),
    Product("DV04", "Chữ ký số và hoá đơn điện tử", "Gói", 820_000, 1.6),
    Product("DV05", "Giám sát an ninh mạng", "Tháng", 4_600_000, 0.1),
    Product("DV06", "Đào tạo và tư vấn", "Buổi", 2_300_000, 0.8),
)

CHANNELS = ("Mail", "Web form", "Chat", "Phone")
CHANNEL_WEIGHTS = (0.46, 0.24, 0.18, 0.12)
PRIORITIES = ("Low", "Normal", "High", "Urgent")
PRIORITY_WEIGHTS = (0.18, 0.56, 0.20, 0.06)
TICKET_SUBJECTS = (
    "Không đăng nhập được vào hệ thống",
    "Máy chủ chạy chậm giờ cao điểm",
    "Cần xuất lại hoá đơn tháng này",
    "Lỗi khi ký số hoá đơn điện tử",
    "Hỏi cách đối chiếu công nợ",
    "Đề nghị cấp thêm tài khoản người dùng",
    "Cảnh báo truy cập lạ",
    "Sao lưu dữ liệu không chạy",
    "Xin báo giá gói mở rộng",
    "Hẹn lịch đào tạo nhân viên mới",
    "Báo cáo thuế không khớp số liệu",
    "Gia hạn chứng thư số",
)

STAGES = (
    "Appointment Scheduled",
    "Qualified To Buy",
    "Presentation Scheduled",
    "Decision Maker Bought-In",
    "Contract Sent",
)
STAGE_PROBABILITIES = ("0.2", "0.4", "0.6", "0.8", "0.9")
STAGE_WEIGHTS = (0.30, 0.27, 0.20, 0.13, 0.10)
FORECAST_CATEGORIES = ("Pipeline", "Pipeline", "Best case", "Commit", "Commit")
WON, LOST = "Closed Won", "Closed Lost"
LOST_REASONS = (
    "Giá cao hơn đối thủ",
    "Khách hoãn ngân sách",
    "Chọn nhà cung cấp khác",
    "Không còn nhu cầu",
    "Phản hồi chậm",
    "Thiếu tính năng",
)
NEW_BUSINESS, EXISTING_BUSINESS = "New Business", "Existing Business"

ACTIVITIES = (
    ("Gọi điện", "Hỏi thăm tình hình sử dụng dịch vụ"),
    ("Gọi điện", "Nhắc gia hạn hợp đồng"),
    ("Thăm khách hàng", "Thăm và trao đổi kế hoạch quý"),
    ("Thăm khách hàng", "Xử lý phản ánh về dịch vụ"),
    ("Email", "Gửi báo cáo dịch vụ tháng"),
    ("Email", "Giới thiệu dịch vụ mới"),
    ("Họp định kỳ", "Họp đánh giá dịch vụ quý"),
    ("Trình bày giải pháp", "Trình bày gói mở rộng"),
)
ACTIVITY_WEIGHTS = (0.24, 0.10, 0.16, 0.08, 0.18, 0.08, 0.11, 0.05)
PLANNED, DONE, OVERDUE, CANCELLED = "Kế hoạch", "Hoàn thành", "Quá hạn", "Đã hủy"
