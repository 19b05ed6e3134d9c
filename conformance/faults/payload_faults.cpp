#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {
using nlohmann::ordered_json;

/// The payload's own text becomes another.
void alterText(Hooks& hooks, std::string (*alter)(const std::string&)) {
  hooks.notifies = [alter](Delivery& delivery) {
    std::string& payload = *find(delivery.members, "payload");
    payload = alter(payload);
  };
}

/// Every value in the payload, the innermost first.
void visit(ordered_json& value, void (*change)(ordered_json&)) {
  if (value.is_structured()) {
    for (auto& inner : value) visit(inner, change);
  }
  change(value);
}

template <void (*kChange)(ordered_json&)>
std::string altered(const std::string& text) {
  const ordered_json before = ordered_json::parse(text);
  ordered_json after = before;
  visit(after, kChange);
  return after == before ? text : after.dump();
}

/// Every value is changed. A payload without anything to change keeps its own text, its long numbers
/// included.
template <void (*kChange)(ordered_json&)>
void alterValues(Hooks& hooks) {
  alterText(hooks, altered<kChange>);
}

void dropNulls(ordered_json& value) {
  if (!value.is_object()) return;
  for (auto at = value.begin(); at != value.end();) at = at->is_null() ? value.erase(at) : std::next(at);
}

void dropEmpty(ordered_json& value) {
  if (!value.is_object()) return;
  const auto isEmpty = [](const ordered_json& inner) {
    return (inner.is_structured() && inner.empty()) ||
           (inner.is_string() && inner.get_ref<const std::string&>().empty());
  };
  for (auto at = value.begin(); at != value.end();) at = isEmpty(*at) ? value.erase(at) : std::next(at);
}

void dropFalse(ordered_json& value) {
  if (!value.is_object()) return;
  for (auto at = value.begin(); at != value.end();) at = *at == false ? value.erase(at) : std::next(at);
}

void nullsToEmptyStrings(ordered_json& value) {
  if (value.is_null()) value = "";
}

void numbersToStrings(ordered_json& value) {
  if (value.is_number()) value = value.dump();
}

void roundFractions(ordered_json& value) {
  if (value.is_number_float())
    value = static_cast<std::int64_t>(std::llround(std::clamp(value.get<double>(), -9e15, 9e15)));
}

void reverseArrays(ordered_json& value) {
  if (value.is_array()) std::reverse(value.begin(), value.end());
}

/// Only lists of numbers and lists of texts: others have no order.
void sortLikes(ordered_json& value) {
  if (!value.is_array()) return;
  const auto all = [&value](bool (ordered_json::*kind)() const noexcept) {
    return std::all_of(value.begin(), value.end(),
                       [kind](const ordered_json& each) { return (each.*kind)(); });
  };
  if (all(&ordered_json::is_number) || all(&ordered_json::is_string)) std::sort(value.begin(), value.end());
}

void cutStrings(ordered_json& value) {
  if (!value.is_string() || value.get_ref<const std::string&>().size() <= 1024) return;
  std::size_t end = 1024;
  const auto& text = value.get_ref<const std::string&>();
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  value = text.substr(0, end);
}

void escapeHtml(ordered_json& value) {
  if (!value.is_string()) return;
  std::string escaped;
  for (const char letter : value.get_ref<const std::string&>()) {
    escaped += letter == '<'   ? "&lt;"
               : letter == '>' ? "&gt;"
               : letter == '&' ? "&amp;"
                               : std::string(1, letter);
  }
  value = escaped;
}

void trimStrings(ordered_json& value) {
  if (!value.is_string()) return;
  const auto& text = value.get_ref<const std::string&>();
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  value = text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

void dropControls(ordered_json& value) {
  if (!value.is_string()) return;
  std::string text = value;
  std::erase_if(text, [](char letter) { return static_cast<unsigned char>(letter) < 0x20; });
  value = text;
}

// Integers beyond a double's 53 bits.
void throughDouble(ordered_json& value) {
  if (value.is_number_unsigned()) value = static_cast<std::uint64_t>(value.get<double>());
  if (value.is_number_integer() && !value.is_number_unsigned())
    value = static_cast<std::int64_t>(value.get<double>());
}

std::string withoutNonAscii(const std::string& text) {
  std::string plain;
  for (const char letter : ordered_json::parse(text).dump()) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte < 0x80) plain += letter;
    if (byte >= 0xC0) plain += '?';
  }
  return plain;
}

std::string withoutAstral(const std::string& text) {
  std::string plain;
  const std::string whole = ordered_json::parse(text).dump();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    const bool astral = static_cast<unsigned char>(whole[at]) >= 0xF0;
    plain += astral ? "\xEF\xBF\xBD" : std::string(1, whole[at]);
    if (astral) at += 3;
  }
  return plain;
}

// As a reader of UTF-8 that takes the bytes for Latin-1.
std::string asLatin1(const std::string& text) {
  std::string wrong;
  for (const char letter : ordered_json::parse(text).dump()) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte < 0x80) {
      wrong += letter;
    } else {
      wrong += static_cast<char>(0xC0 | byte >> 6);
      wrong += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return wrong;
}

std::string withoutDepth(const std::string& text) {
  ordered_json payload = ordered_json::parse(text);
  if (!payload.is_object()) return text;
  for (auto& inner : payload) {
    if (!inner.is_object()) continue;
    for (auto& innermost : inner) {
      if (innermost.is_structured()) innermost = nullptr;
    }
  }
  return payload.dump();
}

constexpr Fault kFaults[] = {
    {"payload-emptied",
     [](Hooks& hooks) { alterText(hooks, [](const std::string&) { return std::string("{}"); }); }},
    {"payload-as-a-string",
     [](Hooks& hooks) { alterText(hooks, [](const std::string& text) { return quoted(text); }); }},
    {"payload-wrapped",
     [](Hooks& hooks) {
       alterText(hooks, [](const std::string& text) { return "{\"data\":" + text + "}"; });
     }},
    {"payload-nesting-lost", [](Hooks& hooks) { alterText(hooks, withoutDepth); }},
    {"payload-nulls-dropped", alterValues<dropNulls>},
    {"payload-nulls-emptied", alterValues<nullsToEmptyStrings>},
    {"payload-empty-members-dropped", alterValues<dropEmpty>},
    {"payload-false-members-dropped", alterValues<dropFalse>},
    {"payload-numbers-as-strings", alterValues<numbersToStrings>},
    {"payload-fractions-rounded", alterValues<roundFractions>},
    {"payload-numbers-through-double", alterValues<throughDouble>},
    {"payload-arrays-reversed", alterValues<reverseArrays>},
    {"payload-lists-of-likes-sorted", alterValues<sortLikes>},
    {"payload-strings-cut", alterValues<cutStrings>},
    {"payload-strings-trimmed", alterValues<trimStrings>},
    {"payload-html-escaped", alterValues<escapeHtml>},
    {"payload-controls-dropped", alterValues<dropControls>},
    {"payload-non-ascii-lost", [](Hooks& hooks) { alterText(hooks, withoutNonAscii); }},
    {"payload-astral-lost", [](Hooks& hooks) { alterText(hooks, withoutAstral); }},
    {"payload-as-latin-1", [](Hooks& hooks) { alterText(hooks, asLatin1); }},
};

}  // namespace

std::span<const Fault> payloadFaults() { return kFaults; }

}  // namespace cast::conformance::faults
