#include "event.hpp"

#include <Poco/DateTime.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/DateTimeParser.h>
#include <Poco/RegularExpression.h>
#include <Poco/Timestamp.h>
#include <Poco/UUIDGenerator.h>

namespace cast::client {
namespace {

std::string textDefect(const JsonObject& event, const std::string& name) {
  if (!event.has(name)) return "its '" + name + "' is missing";
  const auto text = event.text(name);
  if (!text) return "its '" + name + "' is no string";
  return text->empty() ? "its '" + name + "' is empty" : "";
}

}  // namespace

std::string defectOf(const JsonObject& event) {
  for (const char* member : {"eventType", "timestamp", "source"})
    if (std::string defect = textDefect(event, member); !defect.empty()) return defect;
  if (!timeOf(*event.text("timestamp")))
    return "its 'timestamp' is no RFC 3339 time: " + event.raw("timestamp").substr(0, 80);
  if (!event.has("payload")) return "its 'payload' is missing";
  if (event.has("sessionId") && !event.text("sessionId")) return "its 'sessionId' is no string";
  return "";
}

std::optional<std::chrono::system_clock::time_point> timeOf(const std::string& text) {
  static const Poco::RegularExpression shape(
      "^\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)$");
  if (!shape.match(text)) return std::nullopt;
  Poco::DateTime time;
  int zone = 0;
  if (!Poco::DateTimeParser::tryParse("%Y-%m-%dT%H:%M:%s%z", text, time, zone)) return std::nullopt;
  time.makeUTC(zone);
  return std::chrono::system_clock::time_point(
      std::chrono::microseconds(time.timestamp().epochMicroseconds()));
}

std::string timestampNow() {
  return Poco::DateTimeFormatter::format(Poco::Timestamp(), "%Y-%m-%dT%H:%M:%S.%iZ");
}

std::string newEventId() { return Poco::UUIDGenerator::defaultGenerator().createRandom().toString(); }

const std::vector<std::string>& standardEventTypes() {
  static const std::vector<std::string> types{
      "user-click",        "user-navigate",      "user-input",        "ui-state-change",
      "patient-open",      "patient-close",      "patient-select",    "dicom-study-received",
      "dicom-study-view",  "dicom-study-select", "dicom-series-view", "dicom-instance-view",
      "dicom-data-update", "document-open",      "document-select",   "document-close",
      "order-select",      "order-view",         "order-update"};
  return types;
}

}  // namespace cast::client
