#include "clock_time.hpp"

#include <chrono>
#include <cmath>

namespace cast::navicast {
namespace {

struct Instant {
  std::int64_t seconds;
  std::uint32_t nanoseconds;
};

// Reads a text from its beginning; each step says whether the text was as expected there.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}
  bool done() const { return rest_.empty(); }
  bool digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }
  char take() {
    const char c = rest_.empty() ? '\0' : rest_[0];
    rest_.remove_prefix(rest_.empty() ? 0 : 1);
    return c;
  }
  bool number(int digits, int& value) {
    value = 0;
    for (; digits > 0; --digits) {
      if (!digit()) return false;
      value = value * 10 + (take() - '0');
    }
    return true;
  }
  bool skip(char wanted) { return take() == wanted; }

 private:
  std::string_view rest_;
};

bool readDate(Scanner& scan, std::int64_t& days) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!(scan.number(4, year) && scan.skip('-') && scan.number(2, month) && scan.skip('-') &&
        scan.number(2, day)))
    return false;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  days = date.ok() ? std::chrono::sys_days(date).time_since_epoch().count() : 0;
  return date.ok();
}

bool readClock(Scanner& scan, std::int64_t& seconds) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!(scan.number(2, hour) && scan.skip(':') && scan.number(2, minute) && scan.skip(':') &&
        scan.number(2, second)))
    return false;
  seconds = (hour * 60 + minute) * 60 + second;
  return hour < 24 && minute < 60 && second <= 60;  // 60: a leap second, which counts as the next one
}

// What follows the seconds: at least one digit.
bool readFraction(Scanner& scan, std::uint32_t& nanoseconds) {
  if (!scan.digit()) return false;
  for (std::uint32_t unit = 100'000'000; scan.digit(); unit /= 10)
    nanoseconds += unit * static_cast<std::uint32_t>(scan.take() - '0');
  return true;
}

bool readOffset(Scanner& scan, char sign, std::int64_t& seconds) {
  if (sign == 'Z' || sign == 'z') return true;
  int hours = 0;
  int minutes = 0;
  if ((sign != '+' && sign != '-') || !scan.number(2, hours) || !scan.skip(':') || !scan.number(2, minutes))
    return false;
  seconds = std::int64_t{hours * 60 + minutes} * (sign == '-' ? -60 : 60);
  return hours < 24 && minutes < 60;
}

std::optional<Instant> readRfc3339(std::string_view text) {
  Scanner scan(text);
  std::int64_t days = 0;
  std::int64_t clock = 0;
  std::int64_t offset = 0;
  std::uint32_t nanoseconds = 0;
  if (!readDate(scan, days)) return std::nullopt;
  if (const char separator = scan.take(); separator != 'T' && separator != 't') return std::nullopt;
  if (!readClock(scan, clock)) return std::nullopt;
  char sign = scan.take();
  if (sign == '.') {
    if (!readFraction(scan, nanoseconds)) return std::nullopt;
    sign = scan.take();
  }
  if (!readOffset(scan, sign, offset) || !scan.done()) return std::nullopt;
  return Instant{days * 86'400 + clock - offset, nanoseconds};
}

Instant measured(const Members& time) {
  const auto instant = readRfc3339(time.text("measured"));
  if (!instant) time.refuse("measured", "expected an RFC 3339 time such as 2026-03-01T09:30:00.250Z");
  return *instant;
}

constexpr double kSecond = 4294967296.0;  // 2^32: a second in a time stamp's unit

}  // namespace

void judgeTime(const Members& payload) {
  const Members time = payload.object("time");
  time.text("clock");
  if (time.has("measured") == time.has("seconds"))
    payload.refuse("time", "expected either `measured` (RFC 3339) or `seconds` (of the named clock)");
  if (time.has("measured"))
    measured(time);
  else
    time.number("seconds");
}

std::uint64_t wireTimeOf(const Members& payload) {
  judgeTime(payload);
  const Members time = payload.object("time");
  if (time.has("seconds")) {
    const double seconds = time.number("seconds");
    if (!(seconds >= 0 && seconds < kSecond))
      time.refuse("seconds", "OpenIGTLink's time stamp holds 0 to 2^32 seconds");
    const double stamp = std::round(seconds * kSecond);  // exact: a power of two
    return stamp < kSecond * kSecond ? static_cast<std::uint64_t>(stamp) : UINT64_MAX;
  }
  const Instant instant = measured(time);
  if (instant.seconds < 0 || instant.seconds > UINT32_MAX)
    time.refuse("measured", "OpenIGTLink's time stamp holds times from 1970 to 2106-02-07");
  const std::uint64_t fraction =
      ((static_cast<std::uint64_t>(instant.nanoseconds) << 32U) + 500'000'000U) / 1'000'000'000U;
  return (static_cast<std::uint64_t>(instant.seconds) << 32U) + fraction;
}

bool sameTime(std::uint64_t stamp, const Members& payload) {
  constexpr std::uint64_t kMicrosecond = 4295;
  if (stamp == 0) return true;
  const std::uint64_t stated = wireTimeOf(payload);
  return (stamp > stated ? stamp - stated : stated - stamp) <= kMicrosecond;
}

}  // namespace cast::navicast
