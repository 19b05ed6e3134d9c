#include "validator/judge/reasons.hpp"

#include <algorithm>
#include <cast/json.hpp>
#include <cctype>
#include <optional>
#include <string>

#include "validator/hostile_payloads.hpp"
#include "validator/raw_call.hpp"
#include "variant/plugin_sink.hpp"

namespace cast::validator {
namespace {

using plugin::Json;

constexpr std::size_t kExamplesSpoilt = 3;  // of each conversion and of each event type's rules
constexpr std::size_t kMostSpoilt = 6000;   // calls, about
constexpr std::size_t kMostPlaces = 20;
constexpr char kMarker[] = "QUOTEDCONTENT7F3A";

cast_text textOf(const std::string& text) { return {text.data(), text.size()}; }

// The reason as the plugin wrote it, which hub::PluginTable tidies up. nullopt: no refusal.
std::optional<std::string> rawReason(Subject& subject, const Call& call) {
  hub::PluginSink first(hub::PluginTable::kMaxPayload);
  hub::PluginSink reason(hub::PluginTable::kMaxReason);
  const cast_plugin_table& plugin = subject.rawTable();
  subject.trace().doing(call.inWords());
  const std::int32_t said = rawCall("the call", [&] {
    if (call.isConversion()) {
      const auto* converter =
          static_cast<const cast_converter*>(plugin.get_extension(CAST_EXTENSION_CONVERTER));
      return converter->convert(textOf(call.eventType), textOf(call.from), textOf(call.to),
                                textOf(call.payload), first.sink(), reason.sink());
    }
    const auto* rules = static_cast<const cast_rules*>(plugin.get_extension(CAST_EXTENSION_RULES));
    return rules->judge(textOf(call.eventType), textOf(call.payload), first.sink(), reason.sink());
  });
  if (said == CAST_DONE) return std::nullopt;
  return reason.isOver() ? "\n(longer than 64 KiB)" : reason.text();
}

std::string faultOfReason(const std::string& reason) {
  if (reason.empty()) return "it refuses without a reason";
  if (std::any_of(reason.begin(), reason.end(), [](unsigned char c) { return std::iscntrl(c) != 0; }))
    return "its reason is not one line";
  try {
    (void)Json(reason).dump();
  } catch (const Json::type_error&) {
    return "its reason is not UTF-8";
  }
  return {};
}

// Every `stride`-th of the example calls, so that each conversion and each rule is among them.
template <typename Take>
void forSomeCalls(Subject& subject, const Take& take) {
  std::string last;
  std::size_t taken = 0;
  for (const Call& call : subject.exampleCalls()) {
    const std::string names = call.eventType + ' ' + call.from + ' ' + call.to;
    taken = names == last ? taken + 1 : 0;
    last = names;
    if (taken < kExamplesSpoilt) take(call);
  }
}

// To a member that is there, or to a missing one in something that is: what is missing may be missing whole.
bool leadsSomewhere(const std::string& pointer, const Json& payload) {
  try {
    Json::json_pointer place(pointer);
    if (payload.contains(place)) return true;
    do place = place.parent_pointer();
    while (!place.empty() && !payload.contains(place));
    return !place.empty() || pointer.find('/', 1) == std::string::npos;
  } catch (const Json::exception&) {
    return false;
  }
}

bool isName(const Json::json_pointer& place) {
  return place.back() == "format" || place.back() == "resourceType";
}

}  // namespace

void reasonsGiven(Subject& subject, Findings& findings, const Settings&) {
  const auto judge = [&](const Call& call) {
    if (findings.enough()) return;
    if (const auto reason = rawReason(subject, call))
      if (const std::string fault = faultOfReason(*reason); !fault.empty())
        findings.fail(call.inWords() + ": " + fault);
  };
  for (const Call& call : subject.exampleCalls()) judge(call);
  const std::size_t subjects = subject.data().conversions.size() + subject.data().events.size();
  const auto thoroughness = Thoroughness::forCalls(kMostSpoilt, subjects * kExamplesSpoilt);
  forSomeCalls(subject, [&](const Call& example) {
    forEachSpoilt(example.payload, thoroughness, [&](const HostilePayload& hostile) {
      if (hostile.isHeavy()) return;
      Call call = example;
      call.payload = hostile.payload;
      call.about += " " + hostile.about;
      judge(call);
    });
  });
}

void pointersLeadSomewhere(Subject& subject, Findings& findings, const Settings&) {
  if (!subject.table().judges()) return findings.skip("it has no rules");
  for (const Call& call : subject.ruleCalls()) {
    const Answer answer = subject.call(call);
    if (answer.done || !answer.broken.empty()) continue;
    try {
      if (!leadsSomewhere(answer.pointer, plugin::readPayload(call.payload)))
        findings.fail(call.inWords() + ": its pointer `" + answer.pointer + "` leads nowhere in the payload");
    } catch (const plugin::Fault&) {
      continue;  // nothing to point to
    }
  }
}

void reasonsQuoteNothing(Subject& subject, Findings& findings, const Settings&) {
  forSomeCalls(subject, [&](const Call& example) {
    Json payload;
    try {
      payload = plugin::readPayload(example.payload);
    } catch (const plugin::Fault&) {
      return;
    }
    for (const auto& place : placesIn(payload, kMostPlaces)) {
      if (findings.enough()) return;
      if (!payload[place].is_string() || isName(place)) continue;
      const std::string original = payload[place];
      for (const std::string& planted : {std::string(kMarker), original + kMarker}) {
        payload[place] = planted;
        Call call = example;
        call.payload = payload.dump(-1, ' ', false, Json::error_handler_t::replace);
        const Answer answer = subject.call(call);
        if ((answer.pointer + answer.reason).find(kMarker) != std::string::npos)
          findings.fail(call.inWords() + ": its reason quotes what the payload has at " + place.to_string());
      }
      payload[place] = original;
    }
  });
}

}  // namespace cast::validator
