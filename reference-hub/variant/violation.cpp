#include "variant/violation.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "variant/own_keywords.hpp"
#include "variant/schema_place.hpp"
#include "variant/text_format.hpp"

namespace cast::hub {
namespace {

using rapidjson::Value;
using Error = valijson::ValidationResults::Error;

std::string textOf(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

std::string jsonOf(const Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

std::string counted(std::size_t count, std::string_view one) {
  return std::to_string(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

std::size_t charactersIn(const Value& text) {
  std::size_t count = 0;
  for (rapidjson::SizeType i = 0; i < text.GetStringLength(); ++i)
    if ((static_cast<unsigned char>(text.GetString()[i]) & 0xC0U) != 0x80U) ++count;
  return count;
}

std::string foundInWords(const Value* value) {
  if (!value) return "nothing";
  switch (value->GetType()) {
    case rapidjson::kNullType:
      return "null";
    case rapidjson::kFalseType:
    case rapidjson::kTrueType:
      return "a boolean";
    case rapidjson::kObjectType:
      return "an object with " + counted(value->MemberCount(), "member");
    case rapidjson::kArrayType:
      return "an array with " + counted(value->Size(), "item");
    case rapidjson::kStringType:
      return "a string of " + counted(charactersIn(*value), "character");
    case rapidjson::kNumberType:
      break;
  }
  return "a number";
}

std::string joined(const std::vector<std::string>& parts, std::string_view last) {
  std::string all;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) all += i + 1 == parts.size() ? " " + std::string(last) + " " : ", ";
    all += parts[i];
  }
  return all;
}

std::string typeInWords(const std::string& type) {
  if (type == "null") return type;
  const bool vowel = type == "array" || type == "object" || type == "integer";
  return (vowel ? "an " : "a ") + type;
}

// How Valijson begins its messages, and the keyword each one belongs to.
struct Message {
  std::string_view begins;
  const char* keyword;
  std::string_view words;  // before the keyword's value
};
constexpr std::array kMessages{
    Message{"Value type not permitted", "type", ""},
    Message{"Missing required property", "required", ""},
    Message{"Failed to match against any enum", "enum", ""},
    Message{"Failed to match expected value set by 'const'", "const", ""},
    Message{"Array should contain no more than", "maxItems", "an array with at most this many items: "},
    Message{"Array should contain no fewer than", "minItems", "an array with at least this many items: "},
    Message{"String should be no more than", "maxLength", "a string of at most this many characters: "},
    Message{"String should be no fewer than", "minLength", "a string of at least this many characters: "},
    Message{"Object should have no more than", "maxProperties", "an object with at most this many members: "},
    Message{"Object should have no fewer than", "minProperties",
            "an object with at least this many members: "},
    Message{"Expected number less than or equal", "maximum", "a number of at most "},
    Message{"Expected number less than", "exclusiveMaximum", "a number below "},
    Message{"Expected number greater than or equal", "minimum", "a number of at least "},
    Message{"Expected number greater than", "exclusiveMinimum", "a number above "},
    Message{"Value should be a multiple of", "multipleOf", "a multiple of "},
    Message{"Target should not validate against schema specified in 'not'", "not", ""},
    Message{"Failed to any values against subschema in 'contains'", "contains", ""},
    Message{"Failed to validate against any schemas allowed by anyOf", "anyOf", ""},
    Message{"Failed to validate against any child schemas allowed by oneOf", "oneOf", ""},
    Message{"Failed to validate against exactly one child schema", "oneOf", ""},
    Message{"Failed to validate against a conditional schema", "if", ""},
    Message{"Missing dependency", "dependencies", ""},
    Message{"Object contains a property that could not be validated", "additionalProperties", ""},
    Message{kPatternKeyword, kPatternKeyword, ""},
    Message{kFormatKeyword, kFormatKeyword, ""},
    Message{kIntegerKeyword, kIntegerKeyword, ""},
};

const Message* messageOf(const Error& error) {
  for (const auto& message : kMessages)
    if (error.description.rfind(message.begins, 0) == 0) return &message;
  return nullptr;
}

// The part between the first and last apostrophe: the name in "Missing required property 'patientId'."
std::string quotedIn(const std::string& description) {
  const auto first = description.find('\'');
  const auto last = description.rfind('\'');
  return first == last ? "" : description.substr(first + 1, last - first - 1);
}

// Valijson's path is "<root>", "[member]", "[0]".
Place placeOf(const Error& error) {
  Place place;
  for (std::size_t i = 1; i < error.context.size(); ++i)
    place.push_back(error.context[i].substr(1, error.context[i].size() - 2));
  return place;
}

class Explanation {
 public:
  Explanation(const rapidjson::Document& schema, const Value& value) : schema_(schema), value_(value) {}

  Violation of(const valijson::ValidationResults& results) const {
    if (const Error* error = wrongType(results)) return ofRule(*error);
    if (const auto combination = ofCombination(results)) return *combination;
    return ofRule(*results.begin());
  }

 private:
  // A value of the wrong type breaks other rules too; its type is what there is to say.
  static const Error* wrongType(const valijson::ValidationResults& results) {
    for (const auto& error : results) {
      const Message* message = messageOf(error);
      if (message && std::string_view(message->keyword) == "type" &&
          error.context == results.begin()->context)
        return &error;
    }
    return nullptr;
  }

  // Where the author of the schema wrote a description beside a combination or condition around the first
  // broken rule, it says more than that rule, which may be one of several ways out.
  std::optional<Violation> ofCombination(const valijson::ValidationResults& results) const {
    const Place first = placeOf(*results.begin());
    for (const auto& error : results) {
      const Message* message = messageOf(error);
      if (!message || !combines(message->keyword)) continue;
      const Place place = placeOf(error);
      if (!isAround(place, first)) continue;
      if (const auto words = descriptionAt(place, message->keyword)) return expected(place, *words);
    }
    return std::nullopt;
  }

  static bool combines(std::string_view keyword) {
    return keyword == "anyOf" || keyword == "oneOf" || keyword == "if" || keyword == "contains";
  }

  static bool isAround(const Place& outer, const Place& inner) {
    return outer.size() <= inner.size() && std::equal(outer.begin(), outer.end(), inner.begin());
  }

  Violation ofRule(const Error& error) const {
    const Place place = placeOf(error);
    const Message* message = messageOf(error);
    const std::string_view keyword = message ? message->keyword : "";
    if (keyword == "required" || keyword == "dependencies")
      return missing(place, quotedIn(error.description));
    if (keyword == "additionalProperties") return unwanted(place, quotedIn(error.description));
    if (const auto words = ruleInWords(place, message)) return expected(place, *words);
    if (const auto words = descriptionAt(place, keyword)) return expected(place, *words);
    return {pointerTo(place), nameOf(place) + " breaks a rule of the schema; found " + found(place)};
  }

  std::optional<std::string> ruleInWords(const Place& place, const Message* message) const {
    if (!message) return std::nullopt;
    const std::string_view keyword = message->keyword;
    if (keyword == "type") return typesAt(place);
    if (keyword == kIntegerKeyword) return "a whole number";
    const auto schemas = schemasAt(schema_, place, keyword);
    if (schemas.empty()) return std::nullopt;
    const Value& rule = (*schemas.front())[message->keyword];
    if (keyword == "enum") return enumInWords(rule);
    if (keyword == "const") return jsonOf(rule);
    if (keyword == kFormatKeyword) return std::string(formatInWords(textOf(rule)));
    if (keyword == kPatternKeyword)
      return descriptionAt(place, keyword).value_or("a string of the form " + textOf(rule));
    if (message->words.empty()) return std::nullopt;
    if (keyword == "minLength" && jsonOf(rule) == "1") return "a string that is not empty";
    std::string words = std::string(message->words) + jsonOf(rule);
    if (const auto description = descriptionAt(place, keyword)) words += " (" + *description + ")";
    return words;
  }

  std::string typesAt(const Place& place) const {
    std::vector<std::string> types;
    const auto add = [&types](const Value& type) {
      std::string words = typeInWords(textOf(type));
      if (std::find(types.begin(), types.end(), words) == types.end()) types.push_back(std::move(words));
    };
    for (const Value* schema : schemasAt(schema_, place, "type")) {
      const Value& type = (*schema)["type"];
      if (type.IsString()) add(type);
      if (type.IsArray())
        for (const auto& one : type.GetArray()) add(one);
    }
    return joined(types, "or");
  }

  static std::string enumInWords(const Value& values) {
    std::vector<std::string> all;
    for (const auto& value : values.GetArray()) all.push_back(jsonOf(value));
    return (all.size() > 1 ? "one of " : "") + joined(all, "or");
  }

  std::optional<std::string> descriptionAt(const Place& place, std::string_view keyword) const {
    for (const Value* schema : schemasAt(schema_, place, keyword)) {
      if (schema == &schema_) continue;  // the whole schema's description tells its purpose, not a rule
      const auto description = schema->FindMember("description");
      if (description != schema->MemberEnd() && description->value.IsString())
        return textOf(description->value);
    }
    return std::nullopt;
  }

  Violation missing(const Place& place, const std::string& name) const {
    Place member = place;
    member.push_back(name);
    return {pointerTo(member), nameOf(place) + " has no member `" + name + "`, which has to be there"};
  }

  Violation unwanted(const Place& place, const std::string& name) const {
    Place member = place;
    member.push_back(name);
    return {pointerTo(member), nameOf(place) + " has a member `" + name + "`, which may not be there"};
  }

  Violation expected(const Place& place, const std::string& words) const {
    return {pointerTo(place), nameOf(place) + ": expected " + words + "; found " + found(place)};
  }

  std::string found(const Place& place) const { return foundInWords(valueAt(value_, place)); }

  static std::string nameOf(const Place& place) {
    return place.empty() ? "it" : "`" + pointerTo(place).substr(1) + "`";
  }

  const rapidjson::Document& schema_;
  const Value& value_;
};

}  // namespace

Violation explainViolation(const rapidjson::Document& schema, const Value& value,
                           const valijson::ValidationResults& results) {
  return Explanation(schema, value).of(results);
}

}  // namespace cast::hub
