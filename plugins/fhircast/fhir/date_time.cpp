#include "fhir/date_time.hpp"

#include <algorithm>
#include <array>

namespace cast::fhircast {

namespace {

/// Takes parts off the beginning of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool atEnd() const { return text_.empty(); }
  bool at(char c) const { return !text_.empty() && text_.front() == c; }

  bool take(char c) {
    if (!at(c)) return false;
    text_.remove_prefix(1);
    return true;
  }

  /// Exactly `count` digits; empty where they are not there.
  std::string_view digits(std::size_t count) {
    const std::size_t there = leadingDigits();
    if (there < count) return {};
    const std::string_view taken = text_.substr(0, count);
    text_.remove_prefix(count);
    return taken;
  }

  /// As many digits as there are.
  std::string_view allDigits() { return digits(leadingDigits()); }

 private:
  std::size_t leadingDigits() const {
    const auto* end = std::find_if(text_.begin(), text_.end(), [](char c) { return c < '0' || c > '9'; });
    return static_cast<std::size_t>(end - text_.begin());
  }

  std::string_view text_;
};

int numberOf(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

bool isDay(int year, int month, int day) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const int days = kDays[static_cast<std::size_t>(month - 1)];
  return day <= (month == 2 && leap ? 29 : days);
}

bool isBelow(std::string_view digits, int limit) { return !digits.empty() && numberOf(digits) < limit; }

// The date; `dash`: parts are joined by it.
bool readDate(Reader& reader, bool dash, std::string& date) {
  const std::string_view year = reader.digits(4);
  if (year.empty() || !isDay(numberOf(year), 1, 1)) return false;
  date = year;
  int month = 1;
  for (int part = 0; part < 2; ++part) {
    if (dash && !reader.take('-')) return true;
    const std::string_view digits = reader.digits(2);
    if (digits.empty()) return !dash;
    const int number = numberOf(digits);
    if (!isDay(numberOf(year), part == 0 ? number : month, part == 0 ? 1 : number)) return false;
    month = number;
    date += "-" + std::string(digits);
  }
  return true;
}

// A fraction behind the seconds, with its point.
bool readFraction(Reader& reader, std::string& time) {
  if (!reader.take('.')) return true;
  const std::string_view digits = reader.allDigits();
  if (digits.empty() || digits.size() > 12) return false;
  time += "." + std::string(digits);
  return true;
}

bool readZone(Reader& reader, bool colon, std::string& zone) {
  if (reader.atEnd()) return true;
  if (colon && reader.take('Z')) {
    zone = "Z";
    return reader.atEnd();
  }
  const char sign = reader.at('-') ? '-' : '+';
  if (!reader.take(sign)) return false;
  const std::string_view hours = reader.digits(2);
  if (colon && !reader.take(':')) return false;
  const std::string_view minutes = reader.digits(2);
  if (!isBelow(hours, 15) || !isBelow(minutes, 60) || !reader.atEnd()) return false;
  zone = sign + std::string(hours) + ":" + std::string(minutes);
  return true;
}

}  // namespace

std::optional<DateTime> readDateTime(std::string_view text) {
  Reader reader(text);
  DateTime read;
  if (!readDate(reader, true, read.date)) return std::nullopt;
  if (reader.atEnd()) return read;
  if (read.date.size() != 10 || !reader.take('T')) return std::nullopt;
  const std::string_view hour = reader.digits(2);
  if (!isBelow(hour, 24) || !reader.take(':')) return std::nullopt;
  const std::string_view minute = reader.digits(2);
  if (!isBelow(minute, 60)) return std::nullopt;
  std::string_view second = "00";
  if (reader.take(':')) second = reader.digits(2);
  if (!isBelow(second, 61)) return std::nullopt;
  read.time = std::string(hour) + ":" + std::string(minute) + ":" + std::string(second);
  if (!readFraction(reader, read.time) || !readZone(reader, true, read.zone)) return std::nullopt;
  return read;
}

std::optional<DateTime> readHl7DateTime(std::string_view text) {
  Reader reader(text);
  DateTime read;
  if (!readDate(reader, false, read.date)) return std::nullopt;
  const std::string_view hour = reader.digits(2);
  const std::string_view minute = hour.empty() ? hour : reader.digits(2);
  const std::string_view second = minute.empty() ? minute : reader.digits(2);
  if ((!hour.empty() && !isBelow(hour, 24)) || (!minute.empty() && !isBelow(minute, 60)) ||
      (!second.empty() && !isBelow(second, 61)))
    return std::nullopt;
  if (!minute.empty())
    read.time =
        std::string(hour) + ":" + std::string(minute) + ":" + (second.empty() ? "00" : std::string(second));
  if (!second.empty() && !readFraction(reader, read.time)) return std::nullopt;
  if (!readZone(reader, false, read.zone)) return std::nullopt;
  return read;
}

}  // namespace cast::fhircast
