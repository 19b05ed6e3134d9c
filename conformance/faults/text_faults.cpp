#include <Poco/DateTime.h>
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/DateTimeParser.h>

#include <Poco/String.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {
using nlohmann::ordered_json;

void alterPayload(Hooks& hooks, void (*alter)(std::string&)) {
  hooks.notifies = [alter](Delivery& delivery) { alter(*find(delivery.members, "payload")); };
}

void visit(ordered_json& value, void (*change)(ordered_json&)) {
  if (value.is_structured()) {
    for (auto& inner : value) visit(inner, change);
  }
  change(value);
}

/// Every value in the payload is changed, the innermost first; a payload in which nothing changes keeps its
/// own text.
template <void (*kChange)(ordered_json&)>
void alterValues(Hooks& hooks) {
  alterPayload(hooks, [](std::string& payload) {
    const ordered_json before = ordered_json::parse(payload);
    ordered_json after = before;
    visit(after, kChange);
    if (after != before) payload = after.dump();
  });
}

/// The characters of the payload as UTF-8 are replaced where they fit.
void replaceCharacters(std::string& payload, bool (*fits)(unsigned), const char* by) {
  const std::string text = ordered_json::parse(payload).dump();
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    unsigned code = size == 1 ? first : first & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i)
      code = code << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    result += fits(code) ? by : text.substr(at, size);
    at += size;
  }
  payload = result;
}

bool isInvisible(unsigned code) {
  return (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x2069) || code == 0xFEFF || code == 0xAD;
}
bool isPrivate(unsigned code) { return (code >= 0xE000 && code <= 0xF8FF) || code >= 0xF0000; }

void compose(std::string& payload) {
  payload = ordered_json::parse(payload).dump();
  Poco::replaceInPlace(payload, "e\u0301", "\u00e9");
  Poco::replaceInPlace(payload, "A\u030a", "\u00c5");
  Poco::replaceInPlace(payload, "\u212b", "\u00c5");
  Poco::replaceInPlace(payload, "s\u0323\u0307", "\u1e69");
}

void dropMember(ordered_json& value, const char* name) {
  if (value.is_object()) value.erase(name);
}
void dropProto(ordered_json& value) { dropMember(value, "__proto__"); }
void dropNameless(ordered_json& value) { dropMember(value, ""); }

void rename(ordered_json& value, std::string (*renamed)(const std::string&)) {
  if (!value.is_object()) return;
  ordered_json result = ordered_json::object();
  for (const auto& [name, inner] : value.items()) result[renamed(name)] = inner;
  value = result;
}
void lowerNames(ordered_json& value) {
  rename(value, [](const std::string& name) { return Poco::toLower(name); });
}
void trimNames(ordered_json& value) {
  rename(value, [](const std::string& name) { return Poco::trim(name); });
}

void readNumbers(ordered_json& value) {
  if (!value.is_string()) return;
  const auto& text = value.get_ref<const std::string&>();
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                   [](unsigned char letter) { return std::isdigit(letter); });
  if (digits && text.size() < 10) value = std::stoi(text);
}

void readWords(ordered_json& value) {
  if (value == "true") value = true;
  if (value == "null") value = nullptr;
}

void decodePercents(ordered_json& value) {
  if (value.is_string()) value = Poco::replace(value.get<std::string>(), "%25", "%");
}

void sixDigits(ordered_json& value) {
  if (!value.is_number_float()) return;
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value.get<double>());
  value = ordered_json::parse(text);
}

void cutLists(ordered_json& value) {
  if (value.is_array() && value.size() > 1000) value.erase(value.begin() + 1000, value.end());
}

void cutObjects(ordered_json& value) {
  while (value.is_object() && value.size() > 256) value.erase(std::prev(value.end()));
}

void cutDepth(ordered_json& value, int depth) {
  if (value.is_structured() && depth == 0) value = nullptr;
  if (value.is_structured())
    for (auto& inner : value) cutDepth(inner, depth - 1);
}

void takeInnerPayload(std::string& payload) {
  const auto members = readObject(payload);
  const std::string* inner = members ? find(*members, "payload") : nullptr;
  if (inner) payload = std::string(*inner);
}

constexpr Fault kFaults[] = {
    {"payload-composed", [](Hooks& hooks) { alterPayload(hooks, compose); }},
    {"payload-invisible-characters-lost",
     [](Hooks& hooks) {
       alterPayload(hooks, [](std::string& payload) { replaceCharacters(payload, isInvisible, ""); });
     }},
    {"payload-private-characters-lost",
     [](Hooks& hooks) {
       alterPayload(hooks, [](std::string& payload) { replaceCharacters(payload, isPrivate, "?"); });
     }},
    {"payload-proto-dropped", alterValues<dropProto>},
    {"payload-nameless-members-dropped", alterValues<dropNameless>},
    {"payload-names-in-lower-case", alterValues<lowerNames>},
    {"payload-names-trimmed", alterValues<trimNames>},
    {"payload-strings-become-numbers", alterValues<readNumbers>},
    {"payload-strings-become-words", alterValues<readWords>},
    {"payload-strings-percent-decoded", alterValues<decodePercents>},
    {"payload-numbers-with-six-digits", alterValues<sixDigits>},
    {"payload-lists-cut", alterValues<cutLists>},
    {"payload-objects-cut", alterValues<cutObjects>},
    {"payload-depth-cut",
     [](Hooks& hooks) {
       alterPayload(hooks, [](std::string& payload) {
         ordered_json value = ordered_json::parse(payload);
         cutDepth(value, 16);
         payload = value.dump();
       });
     }},
    {"payload-unwrapped", [](Hooks& hooks) { alterPayload(hooks, takeInnerPayload); }},
    {"envelope-overwritten-by-payload",
     [](Hooks& hooks) {
       hooks.notifies = [](Delivery& delivery) {
         const auto inner = readObject(*find(delivery.members, "payload"));
         for (const char* member : {"sessionId", "source"})
           if (const std::string* text = inner ? find(*inner, member) : nullptr)
             *find(delivery.members, member) = std::string(*text);
       };
     }},
    {"timestamp-without-fraction",
     [](Hooks& hooks) {
       hooks.notifies = [](Delivery& delivery) {
         std::string& time = *find(delivery.members, "timestamp");
         const std::size_t dot = time.find('.');
         if (dot == std::string::npos) return;
         time.erase(dot, time.find_first_not_of("0123456789", dot + 1) - dot);
       };
     }},
    {"noncharacters-replaced",
     [](Hooks& hooks) {
       hooks.notifies = [](Delivery& delivery) {
         std::string& payload = *find(delivery.members, "payload");
         Poco::replaceInPlace(payload, std::string("\xEF\xBF\xBE"), std::string("\xEF\xBF\xBD"));  // U+FFFE
       };
     }},
    {"source-cut-at-64-bytes",
     [](Hooks& hooks) {
       hooks.notifies = [](Delivery& delivery) {
         std::string& source = *find(delivery.members, "source");
         if (source.size() > 66) source = source.substr(0, 65) + '"';
       };
     }},
    {"source-of-the-connection",
     [](Hooks& hooks) {
       auto sources = std::make_shared<std::map<const void*, std::string>>();
       hooks.notifies = [sources](Delivery& delivery) {
         if (!delivery.event.connection) return;
         std::string& source = *find(delivery.members, "source");
         source = sources->emplace(delivery.event.connection, source).first->second;
       };
     }},
    {"passphrase-hidden",
     [](Hooks& hooks) {
       hooks.notifies = [](Delivery& delivery) {
         auto payload = readObject(*find(delivery.members, "payload"));
         std::string* hidden = payload ? find(*payload, "passphrase") : nullptr;
         if (!hidden) return;
         *hidden = R"("***")";
         *find(delivery.members, "payload") = writeObject(*payload);
       };
     }},
    {"list-payload-wrapped",
     [](Hooks& hooks) {
       hooks.notifies = [](Delivery& delivery) {
         std::string& payload = *find(delivery.members, "payload");
         if (payload.front() == '[') payload = "{\"list\":" + payload + "}";
       };
     }},
    {"lost-text-payload",
     [](Hooks& hooks) {
       hooks.distributes = [](Event& event) { return find(event.members, "payload")->front() != '"'; };
     }},
    {"lost-number-payload",
     [](Hooks& hooks) {
       hooks.distributes = [](Event& event) {
         return std::string_view("0123456789-").find(find(event.members, "payload")->front()) ==
                std::string_view::npos;
       };
     }},
    {"lost-events-of-the-future",
     [](Hooks& hooks) {
       hooks.distributes = [](Event& event) { return *find(event.members, "timestamp") < "\"2030"; };
     }},
    {"timestamp-in-utc",
     [](Hooks& hooks) {
       hooks.notifies = [](Delivery& delivery) {
         std::string& time = *find(delivery.members, "timestamp");
         int zone = 0;
         Poco::DateTime read;
         if (!Poco::DateTimeParser::tryParse(Poco::DateTimeFormat::ISO8601_FRAC_FORMAT,
                                             time.substr(1, time.size() - 2), read, zone))
           return;
         if (zone == 0) return;
         read.makeUTC(zone);
         time = quoted(Poco::DateTimeFormatter::format(read, Poco::DateTimeFormat::ISO8601_FRAC_FORMAT));
       };
     }},
    {"timestamp-without-zone",
     [](Hooks& hooks) {
       hooks.notifies = [](Delivery& delivery) {
         std::string& time = *find(delivery.members, "timestamp");
         if (const std::size_t plus = time.find('+'); plus != std::string::npos)
           time = time.substr(0, plus) + "Z\"";
       };
     }},
    {"user-in-ascii",
     [](Hooks& hooks) {
       hooks.notifies = [](Delivery& delivery) {
         if (std::string* user = find(delivery.members, "userId"))
           replaceCharacters(
               *user, [](unsigned code) { return code > 0x7F; }, "?");
       };
     }},
    {"source-dropped-over-event-stream",
     [](Hooks& hooks) {
       hooks.notifies = [](Delivery& delivery) {
         if (delivery.subscription.transport == Transport::kEventStream)
           removeMember(delivery.members, "source");
       };
     }},
};

}  // namespace

std::span<const Fault> textFaults() { return kFaults; }

}  // namespace cast::conformance::faults
