#include "engine/timestamp.hpp"

#include <Poco/DateTime.h>
#include <Poco/DateTimeFormatter.h>

#include <optional>

namespace cast::conformance {
namespace {

/// Reads a text of digits and fixed characters from its front.
class Fields {
 public:
  explicit Fields(std::string_view text) : left_(text) {}

  std::optional<int> number(std::size_t digits, int low, int high) {
    if (left_.size() < digits) return std::nullopt;
    int value = 0;
    for (const char c : left_.substr(0, digits)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    left_.remove_prefix(digits);
    if (value < low || value > high) return std::nullopt;
    return value;
  }

  bool oneOf(std::string_view characters) {
    if (left_.empty() || characters.find(left_.front()) == std::string_view::npos) return false;
    left_.remove_prefix(1);
    return true;
  }

  bool digits() {
    std::size_t count = 0;
    while (oneOf("0123456789")) ++count;
    return count > 0;
  }

  bool done() const { return left_.empty(); }

 private:
  std::string_view left_;
};

bool date(Fields& fields) {
  const auto year = fields.number(4, 0, 9999);
  if (!year || !fields.oneOf("-")) return false;
  const auto month = fields.number(2, 1, 12);
  if (!month || !fields.oneOf("-")) return false;
  return fields.number(2, 1, Poco::DateTime::daysOfMonth(*year, *month)).has_value();
}

struct Offset {
  bool read = false;
  int minutes = 0;
};

Offset offset(Fields& fields) {
  if (fields.oneOf("Zz")) return {true, 0};
  const bool east = fields.oneOf("+");
  if (!east && !fields.oneOf("-")) return {};
  const auto hours = fields.number(2, 0, 23);
  if (!hours || !fields.oneOf(":")) return {};
  const auto minutes = fields.number(2, 0, 59);
  if (!minutes) return {};
  return {true, (east ? 1 : -1) * (*hours * 60 + *minutes)};
}

bool time(Fields& fields) {
  const auto hour = fields.number(2, 0, 23);
  if (!hour || !fields.oneOf(":")) return false;
  const auto minute = fields.number(2, 0, 59);
  if (!minute || !fields.oneOf(":")) return false;
  const auto second = fields.number(2, 0, 60);
  if (!second || (fields.oneOf(".") && !fields.digits())) return false;
  const Offset zone = offset(fields);
  if (!zone.read) return false;
  const int utcMinute = ((*hour * 60 + *minute - zone.minutes) % 60 + 60) % 60;
  return *second < 60 || utcMinute == 59;
}

}  // namespace

bool isDateTime(std::string_view text) {
  Fields fields(text);
  return date(fields) && fields.oneOf("Tt") && time(fields) && fields.done();
}

bool isDate(std::string_view text) {
  Fields fields(text);
  return date(fields) && fields.done();
}

std::optional<std::chrono::microseconds> instantOf(std::string_view text) {
  using std::chrono::microseconds;
  if (!isDateTime(text)) return std::nullopt;
  Fields fields(text);
  const auto next = [&fields](std::size_t digits) {
    const int value = fields.number(digits, 0, 9999).value_or(0);
    fields.oneOf("-Tt:");
    return value;
  };
  const int year = next(4), month = next(2), day = next(2), hour = next(2), minute = next(2);
  const auto second = fields.number(2, 0, 60);  // 60 is the next minute's 0
  int fraction = 0;
  if (fields.oneOf("."))
    for (int unit = 100'000; const auto digit = fields.number(1, 0, 9); unit /= 10) fraction += *digit * unit;
  const Poco::Timestamp midnight = Poco::DateTime(year, month, day).timestamp();
  return microseconds(midnight.epochMicroseconds()) + std::chrono::hours(hour) +
         std::chrono::minutes(minute - offset(fields).minutes) + std::chrono::seconds(*second) +
         microseconds(fraction);
}

std::string nowText(std::chrono::seconds ago) {
  const Poco::Timestamp then = Poco::Timestamp() - Poco::Timestamp::TimeDiff{ago.count()} * 1'000'000;
  return Poco::DateTimeFormatter::format(then, "%Y-%m-%dT%H:%M:%S.%iZ");
}

}  // namespace cast::conformance
