#include "variant/violation.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "variant/broken_rule.hpp"
#include "variant/own_keywords.hpp"
#include "variant/schema_place.hpp"
#include "variant/text_format.hpp"
#include "variant/value_words.hpp"

namespace cast::hub {
namespace {

using rapidjson::Value;
using valijson::ValidationResults;

std::string textOf(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

bool combines(std::string_view keyword) {
  return keyword == "anyOf" || keyword == "oneOf" || keyword == "if" || keyword == "contains" ||
         keyword == "not";
}

bool isAround(const Place& outer, const Place& inner) {
  return outer.size() <= inner.size() && std::equal(outer.begin(), outer.end(), inner.begin());
}

class Explanation {
 public:
  Explanation(const rapidjson::Document& schema, const Value& value, const FitsPart& fits)
      : schema_(schema), value_(value), fits_(fits) {}

  Violation of(const ValidationResults& results) const {
    const auto first = firstRule(results);
    if (!first) return {"", "the schema does not allow it"};
    if (const auto type = wrongType(results, first->place)) return ofRule(*type);
    if (const auto combination = ofCombination(results, first->place)) return *combination;
    return ofRule(*first);
  }

 private:
  // The first message that is about a rule and not about what is around it.
  static std::optional<BrokenRule> firstRule(const ValidationResults& results) {
    std::optional<BrokenRule> around;
    for (const auto& error : results) {
      BrokenRule rule = brokenRule(error);
      if (!rule.keyword.empty() && rule.keyword != kAroundProperty) return rule;
      if (rule.keyword == kAroundProperty && !around) around = std::move(rule);
    }
    return around;
  }

  // A value of the wrong type breaks other rules too; its type is what there is to say.
  static std::optional<BrokenRule> wrongType(const ValidationResults& results, const Place& place) {
    for (const auto& error : results)
      if (BrokenRule rule = brokenRule(error); rule.keyword == "type" && rule.place == place) return rule;
    return std::nullopt;
  }

  // Where the author of the schema wrote a description beside a combination or condition around the first
  // broken rule, it says more than that rule, which may be one of several ways out.
  std::optional<Violation> ofCombination(const ValidationResults& results, const Place& first) const {
    for (const auto& error : results) {
      const BrokenRule rule = brokenRule(error);
      if (!combines(rule.keyword) || !isAround(rule.place, first)) continue;
      if (const auto words = descriptionAt(rule.place, rule.keyword)) return expected(rule, *words);
    }
    return std::nullopt;
  }

  Violation ofRule(const BrokenRule& rule) const {
    if (!rule.member.empty()) return ofMember(rule);
    if (const auto words = ruleInWords(rule)) return expected(rule, *words);
    if (const auto words = descriptionAt(rule.place, rule.keyword)) return expected(rule, *words);
    return expected(rule, "something else");
  }

  std::optional<std::string> ruleInWords(const BrokenRule& rule) const {
    if (rule.keyword == "type") return typesAt(rule.place);
    if (rule.keyword == kIntegerKeyword) return "a whole number";
    if (rule.keyword == kUniqueItemsKeyword) return "an array without equal items";
    const auto schemas = brokenAt(rule.place, rule.keyword);
    if (schemas.empty()) return std::nullopt;
    const Value& asked = (*schemas.front())[std::string(rule.keyword).c_str()];
    if (rule.keyword == "enum") return enumInWords(asked);
    if (rule.keyword == "const") return jsonOf(asked);
    if (rule.keyword == kFormatKeyword) return std::string(formatInWords(textOf(asked)));
    if (rule.keyword == kPatternKeyword)
      return descriptionAt(rule.place, rule.keyword).value_or("a string of the form " + textOf(asked));
    if (rule.keyword == "minLength" && jsonOf(asked) == "1") return "a string that is not empty";
    if (rule.keyword == "minItems" && jsonOf(asked) == "1") return "an array that is not empty";
    if (rule.keyword == "minProperties" && jsonOf(asked) == "1") return "an object that is not empty";
    if (rule.before.empty()) return std::nullopt;
    return std::string(rule.before) + jsonOf(asked) + std::string(rule.after);
  }

  std::string typesAt(const Place& place) const {
    std::vector<std::string> types;
    for (const Value* schema : brokenAt(place, "type")) {
      const bool whole = schema->HasMember(kIntegerKeyword);
      const Value& type = (*schema)["type"];
      const auto add = [&](const Value& one) {
        std::string words = whole && textOf(one) == "number" ? "a whole number" : typeInWords(textOf(one));
        if (std::find(types.begin(), types.end(), words) == types.end()) types.push_back(std::move(words));
      };
      if (type.IsString()) add(type);
      if (type.IsArray()) std::for_each(type.Begin(), type.End(), add);
    }
    return joinedByOr(types);
  }

  static std::string enumInWords(const Value& values) {
    std::vector<std::string> all;
    for (const auto& value : values.GetArray()) all.push_back(jsonOf(value));
    return (all.size() > 1 ? "one of " : "") + joinedByOr(all);
  }

  std::optional<std::string> descriptionAt(const Place& place, std::string_view keyword) const {
    for (const Value* schema : brokenAt(place, keyword)) {
      if (schema == &schema_) continue;  // the whole schema's description tells its purpose, not a rule
      const auto description = schema->FindMember("description");
      if (description != schema->MemberEnd() && description->value.IsString())
        return textOf(description->value);
    }
    return std::nullopt;
  }

  // Of the schemas that speak about a place, those the value there does not fit.
  std::vector<const Value*> brokenAt(const Place& place, std::string_view keyword) const {
    auto schemas = schemasAt(schema_, place, keyword);
    const Value* value = valueAt(value_, place);
    if (value) std::erase_if(schemas, [&](const Value* schema) { return fits_(*schema, *value); });
    return schemas;
  }

  static Violation ofMember(const BrokenRule& rule) {
    Place member = rule.place;
    member.push_back(rule.member);
    const bool unwanted = rule.keyword == "additionalProperties" || rule.keyword == kAroundProperty;
    return {pointerTo(member), (rule.place.empty() ? "it" : nameOf(rule.place)) +
                                   (unwanted ? " has a member `" : " has no member `") + rule.member +
                                   (unwanted ? "`, which may not be there" : "`, which has to be there")};
  }

  Violation expected(const BrokenRule& rule, const std::string& words) const {
    const std::string found =
        rule.found.empty() ? foundInWords(valueAt(value_, rule.place)) : std::string(rule.found);
    return {pointerTo(rule.place),
            (rule.place.empty() ? "" : nameOf(rule.place) + ": ") + "expected " + words + "; found " + found};
  }

  static std::string nameOf(const Place& place) { return "`" + pointerTo(place).substr(1) + "`"; }

  const rapidjson::Document& schema_;
  const Value& value_;
  const FitsPart& fits_;
};

}  // namespace

Violation explainViolation(const rapidjson::Document& schema, const Value& value,
                           const ValidationResults& results, const FitsPart& fits) {
  return Explanation(schema, value, fits).of(results);
}

}  // namespace cast::hub
