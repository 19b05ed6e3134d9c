#include "date_time.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace cast::dicomcast {
namespace {

bool digitsOnly(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

unsigned number(std::string_view digits) {
  unsigned value = 0;
  for (const char digit : digits) value = value * 10 + static_cast<unsigned>(digit - '0');
  return value;
}

bool isDay(std::string_view date) {
  using std::chrono::day, std::chrono::month, std::chrono::year;
  return date.size() == 8 && digitsOnly(date) &&
         (year(static_cast<int>(number(date.substr(0, 4)))) / month(number(date.substr(4, 2))) /
          day(number(date.substr(6, 2))))
             .ok();
}

// hh, hhmm or hhmmss with a fraction of up to 6 digits; 60 is a leap second.
bool isTime(std::string_view time) {
  const std::size_t point = time.find('.');
  const auto whole = time.substr(0, point);
  if (!digitsOnly(whole) || whole.size() > 6 || whole.size() % 2 != 0) return false;
  if (point != std::string_view::npos) {
    const auto fraction = time.substr(point + 1);
    if (whole.size() != 6 || !digitsOnly(fraction) || fraction.size() > 6) return false;
  }
  return number(whole.substr(0, 2)) < 24 && (whole.size() < 4 || number(whole.substr(2, 2)) < 60) &&
         (whole.size() < 6 || number(whole.substr(4, 2)) <= 60);
}

// +hhmm or -hhmm
bool isOffset(std::string_view offset) {
  return offset.size() == 5 && (offset[0] == '+' || offset[0] == '-') && digitsOnly(offset.substr(1)) &&
         number(offset.substr(1, 2)) <= 14 && number(offset.substr(3, 2)) < 60;
}

}  // namespace

std::optional<std::string> isoOfDate(std::string_view date) {
  if (!isDay(date)) return std::nullopt;
  return std::string(date.substr(0, 4)) + "-" + std::string(date.substr(4, 2)) + "-" +
         std::string(date.substr(6));
}

std::optional<std::string> dateOfIso(std::string_view text) {
  std::string date(text);
  if (text.size() == 10 && (text[4] == '-' || text[4] == '.') && text[7] == text[4])
    date = std::string(text.substr(0, 4)) + std::string(text.substr(5, 2)) + std::string(text.substr(8));
  return isDay(date) ? std::optional(date) : std::nullopt;
}

std::optional<std::string> timeOfIso(std::string_view text) {
  std::string time(text);
  if (text.size() >= 5 && text[2] == ':') {
    time = std::string(text.substr(0, 2)) + std::string(text.substr(3, 2));
    if (text.size() > 5) {
      if (text[5] != ':') return std::nullopt;
      time += text.substr(6);
    }
  }
  return isTime(time) ? std::optional(time) : std::nullopt;
}

std::optional<std::string> fhirDateTime(std::string_view date, std::string_view time,
                                        std::string_view offset) {
  auto text = isoOfDate(date);
  if (!text || !isTime(time) || time.size() < 4 || !isOffset(offset)) return text;
  const auto seconds = time.size() > 4 ? std::string(time.substr(4)) : std::string("00");
  return *text + "T" + std::string(time.substr(0, 2)) + ":" + std::string(time.substr(2, 2)) + ":" + seconds +
         std::string(offset.substr(0, 3)) + ":" + std::string(offset.substr(3));
}

std::optional<DicomDateTime> dicomDateTime(std::string_view fhir) {
  const auto date = dateOfIso(fhir.substr(0, 10));
  if (!date) return std::nullopt;
  DicomDateTime read{*date, {}, {}};
  if (fhir.size() < 12 || fhir[10] != 'T') return read;
  const auto rest = fhir.substr(11);
  const std::size_t end = std::min(rest.find_first_of("Z+-"), rest.size());
  const auto time = timeOfIso(rest.substr(0, end));
  std::string offset(rest.substr(end));
  if (offset == "Z") offset = "+0000";
  if (offset.size() == 6 && offset[3] == ':') offset.erase(3, 1);
  if (time && isOffset(offset)) {
    read.time = *time;
    read.offset = offset;
  }
  return read;
}

}  // namespace cast::dicomcast
