#include "validator/judge/conversions.hpp"

#include <algorithm>
#include <cast/json.hpp>
#include <cmath>
#include <set>
#include <string>

namespace cast::validator {
namespace {

using plugin::Json;

std::string nameOf(const Conversion& conversion) { return conversion.from + " to " + conversion.to; }

bool covers(const Conversion& conversion, const std::string& eventType) {
  return std::any_of(conversion.eventTypes.begin(), conversion.eventTypes.end(),
                     [&](const std::string& name) { return name == "*" || name == eventType; });
}

const Conversion* reverseOf(const VariantData& data, const Call& call) {
  for (const Conversion& conversion : data.conversions)
    if (conversion.from == call.to && conversion.to == call.from && covers(conversion, call.eventType))
      return &conversion;
  return nullptr;
}

constexpr double kTolerance = 1e-6;  // some formats carry single precision

bool sameNumber(const Json& a, const Json& b) {
  const double x = a.get<double>();
  const double y = b.get<double>();
  return std::abs(x - y) <= kTolerance * std::max({1.0, std::abs(x), std::abs(y)});
}

// Where the two differ, as a JSON Pointer into the first; nullopt: nowhere. The order of members and how a
// number is written do not count. Both come from readPayload(), which bounds the recursion.
std::optional<std::string> difference(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) return sameNumber(a, b) ? std::nullopt : std::optional<std::string>("");
  if (a.is_array() && b.is_array()) {
    if (a.size() != b.size()) return "";
    for (std::size_t i = 0; i < a.size(); ++i)
      if (const auto inside = difference(a[i], b[i])) return "/" + std::to_string(i) + *inside;
    return std::nullopt;
  }
  if (!a.is_object() || !b.is_object()) return a == b ? std::nullopt : std::optional<std::string>("");
  for (const auto& [name, value] : a.items()) {
    const auto other = b.find(name);
    if (other == b.end()) return "/" + name;
    if (const auto inside = difference(value, *other)) return "/" + name + *inside;
  }
  for (const auto& [name, value] : b.items())
    if (!a.contains(name)) return "/" + name;
  return std::nullopt;
}

// There and back; what the way lost, in words, empty for nothing. A refusal on the way there is no loss.
std::string lostOnTheWay(Subject& subject, const Call& there) {
  const Answer away = subject.call(there);
  if (!away.done) return {};
  const Call back{there.eventType, there.to, there.from, away.result, "of what " + there.inWords() + " gave"};
  const Answer home = subject.call(back);
  if (!home.done) return "the way back is refused: " + home.reason + home.broken;
  Json before = plugin::readPayload(there.payload);
  Json after = plugin::readPayload(home.result);
  before.erase("format");
  after.erase("format");
  const auto place = difference(before, after);
  return place ? "the way there and back changes \"" + *place + "\"" : "";
}

}  // namespace

void conversionsShown(Subject& subject, Findings& findings, const Settings&) {
  for (const Conversion& conversion : subject.data().conversions)
    if (subject.callsOf(conversion).empty())
      findings.warn("no example is in the format `" + conversion.from +
                    "`, so nothing shows the conversion " + nameOf(conversion));
}

void conversionsWork(Subject& subject, Findings& findings, const Settings&) {
  for (const Conversion& conversion : subject.data().conversions) {
    const std::vector<Call> calls = subject.callsOf(conversion);
    std::size_t refused = 0;
    std::string why;
    for (const Call& call : calls) {
      const Answer answer = subject.call(call);
      if (!answer.broken.empty()) findings.fail(call.inWords() + ": " + answer.broken);
      if (answer.done) continue;
      ++refused;
      why = call.inWords() + ": " + answer.reason;
    }
    if (refused == 0) continue;
    const std::string words = nameOf(conversion) + " refuses " + std::to_string(refused) + " of " +
                              std::to_string(calls.size()) + " examples; " + why;
    if (refused == calls.size())
      findings.fail(words);
    else
      findings.note(words);
  }
}

void resultsFit(Subject& subject, Findings& findings, const Settings&) {
  for (const Conversion& conversion : subject.data().conversions)
    if (!subject.hasFormatSchema(conversion.to))
      findings.warn("the format `" + conversion.to +
                    "` is neither the plugin's nor the core's: its schema is not here");
  for (const Call& call : subject.conversionCalls()) {
    if (findings.enough()) return;
    const Answer answer = subject.call(call);
    std::string fault = faultOfResult(subject, call, answer);
    const EventType* event = subject.event(call.eventType);
    if (fault.empty() && answer.done && event && event->format == call.to)
      if (const std::string misfit = subject.misfitOfEvent(call.eventType, answer.result); !misfit.empty())
        fault = "the result breaks the schema of the event type " + misfit;
    if (!fault.empty()) findings.fail(call.inWords() + ": " + fault);
  }
}

void roundTrips(Subject& subject, Findings& findings, const Settings&) {
  std::size_t made = 0;
  for (const Conversion& conversion : subject.data().conversions) {
    if (conversion.loses) continue;
    for (const Call& call : subject.callsOf(conversion)) {
      if (findings.enough()) return;
      if (!reverseOf(subject.data(), call)) continue;
      ++made;
      if (const std::string lost = lostOnTheWay(subject, call); !lost.empty())
        findings.fail(call.inWords() + ": " + lost);
    }
  }
  if (made == 0) findings.skip("no conversion without `loses` has a way back that is declared too");
}

}  // namespace cast::validator
