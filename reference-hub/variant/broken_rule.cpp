#include "variant/broken_rule.hpp"

#include <array>

#include "variant/own_keywords.hpp"

namespace cast::hub {
namespace {

struct Message {
  std::string_view begins;
  std::string_view keyword;
  std::string_view before = "";
  std::string_view after = "";
  std::string_view found = "";
};

// In Debian's Valijson 1.0. variant_keywords_test.cpp fails where another version words them differently.
constexpr std::array kMessages{
    Message{"Value type not permitted", "type"},
    Message{"Missing required property", "required"},
    Message{"Failed to match against any enum", "enum"},
    Message{"Failed to match expected value set by 'const'", "const"},
    Message{"Array should contain no more than", "maxItems", "an array with at most ", " items"},
    Message{"Array should contain no fewer than", "minItems", "an array with at least ", " items"},
    Message{"String should be no more than", "maxLength", "a string of at most ", " characters"},
    Message{"String should be no fewer than", "minLength", "a string of at least ", " characters"},
    Message{"Object should have no more than", "maxProperties", "an object with at most ", " members"},
    Message{"Object should have no fewer than", "minProperties", "an object with at least ", " members"},
    Message{"Expected number less than or equal", "maximum", "a number of at most ", "", "a greater one"},
    Message{"Expected number less than", "exclusiveMaximum", "a number below ", "",
            "that number or a greater one"},
    Message{"Expected number greater than or equal", "minimum", "a number of at least ", "", "a smaller one"},
    Message{"Expected number greater than", "exclusiveMinimum", "a number above ", "",
            "that number or a smaller one"},
    Message{"Value should be a multiple of", "multipleOf", "a multiple of "},
    Message{"Value could not be converted", "multipleOf", "a multiple of "},
    Message{"Target should not validate against schema specified in 'not'", "not"},
    Message{"Failed to any values against subschema in 'contains'", "contains"},
    Message{"Failed to validate against any schemas allowed by anyOf", "anyOf"},
    Message{"Failed to validate against any child schemas allowed by oneOf", "oneOf"},
    Message{"Failed to validate against exactly one child schema", "oneOf"},
    Message{"Failed to validate against a conditional schema", "if"},
    Message{"Missing dependency", "dependencies"},
    Message{"Object contains a property that could not be validated", "additionalProperties"},
    Message{"Failed to validate against schema associated with property name", kAroundProperty},
    Message{kUniqueItemsKeyword, kUniqueItemsKeyword},
    Message{kPatternKeyword, kPatternKeyword},
    Message{kFormatKeyword, kFormatKeyword},
    Message{kIntegerKeyword, kIntegerKeyword, "", "", "a number with a fraction"},
};

// The part between the first and last apostrophe: the name in "Missing required property 'patientId'."
std::string quotedIn(const std::string& description) {
  const auto first = description.find('\'');
  const auto last = description.rfind('\'');
  return first == last ? "" : description.substr(first + 1, last - first - 1);
}

// Valijson's path is "<root>", "[member]", "[0]".
Place placeOf(const std::vector<std::string>& context) {
  Place place;
  for (std::size_t i = 1; i < context.size(); ++i)
    place.push_back(context[i].substr(1, context[i].size() - 2));
  return place;
}

}  // namespace

BrokenRule brokenRule(const valijson::ValidationResults::Error& error) {
  BrokenRule rule;
  rule.place = placeOf(error.context);
  for (const auto& message : kMessages) {
    if (error.description.rfind(message.begins, 0) != 0) continue;
    rule.keyword = message.keyword;
    rule.before = message.before;
    rule.after = message.after;
    rule.found = message.found;
    break;
  }
  if (rule.keyword == "required" || rule.keyword == "dependencies" || rule.keyword == kAroundProperty)
    rule.member = quotedIn(error.description);
  // "... using 'properties' or 'additionalProperties' constraints: 'name'."
  constexpr std::string_view kName = "constraints: '";
  if (const auto name = error.description.find(kName);
      rule.keyword == "additionalProperties" && name != std::string::npos)
    rule.member =
        error.description.substr(name + kName.size(), error.description.size() - name - kName.size() - 2);
  return rule;
}

}  // namespace cast::hub
