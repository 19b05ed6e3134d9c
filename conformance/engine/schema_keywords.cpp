#include "engine/schema_keywords.hpp"

#define VALIJSON_USE_EXCEPTIONS 1
#include <Poco/Exception.h>
#include <Poco/RegularExpression.h>
#include <Poco/URI.h>
#include <Poco/UUID.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/constraint_builder.hpp>
#include <valijson/constraints/concrete_constraints.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>

#include "engine/timestamp.hpp"

namespace cast::conformance {
namespace {

constexpr int kRegexOptions = Poco::RegularExpression::RE_UTF8 | Poco::RegularExpression::RE_DOLLAR_ENDONLY;

bool isUri(const std::string& text) {
  try {
    return !Poco::URI(text).getScheme().empty() && text.find(' ') == std::string::npos;
  } catch (const Poco::Exception&) {
    return false;
  }
}

bool isUuid(const std::string& text) { return text.size() == 36 && Poco::UUID().tryParse(text); }

using Test = std::function<bool(const std::string&)>;
using valijson::adapters::Adapter;

const std::map<std::string, Test>& formats() {
  static const std::map<std::string, Test> all{
      {"date-time", [](const std::string& text) { return isDateTime(text); }},
      {"date", [](const std::string& text) { return isDate(text); }},
      {"uri", isUri},
      {"uuid", isUuid}};
  return all;
}

/// A constraint by any test.
class TestConstraint : public valijson::constraints::PolyConstraint {
 public:
  using AnyTest = std::function<bool(const Adapter&)>;
  TestConstraint(AnyTest test, std::string words) : test_(std::move(test)), words_(std::move(words)) {}

  bool validate(const Adapter& target, const std::vector<std::string>& context,
                valijson::ValidationResults* results) const override {
    if (test_(target)) return true;
    if (results != nullptr) results->pushError(context, words_);
    return false;
  }

 private:
  valijson::constraints::Constraint* cloneInto(void* place) const override {
    return new (place) TestConstraint(*this);
  }
  std::size_t sizeOf() const override { return sizeof(TestConstraint); }

  AnyTest test_;
  std::string words_;
};

/// One that strings alone can break.
valijson::constraints::Constraint* onStrings(const Test& test, const std::string& words) {
  return new TestConstraint(
      [test](const Adapter& value) { return !value.isString() || test(value.asString()); }, words);
}

nlohmann::json copyOf(const Adapter& value) {
  if (value.isBool()) return value.getBool();
  if (value.isInteger()) return value.getInteger();
  if (value.isDouble()) return value.getDouble();
  if (value.isString()) return value.getString();
  nlohmann::json copy;
  if (value.isArray()) {
    copy = nlohmann::json::array();
    value.applyToArray([&](const Adapter& each) { return copy.push_back(copyOf(each)), true; });
  } else if (value.isObject()) {
    copy = nlohmann::json::object();
    value.applyToObject(
        [&](const std::string& name, const Adapter& each) { return copy[name] = copyOf(each), true; });
  }
  return copy;
}

Test patternTest(const std::string& pattern) {
  auto regex = std::make_shared<const Poco::RegularExpression>(pattern, kRegexOptions);
  return [regex](const std::string& text) {
    Poco::RegularExpression::Match match;
    try {
      return regex->match(text, 0, match) > 0;
    } catch (const Poco::Exception&) {  // PCRE's own limits
      return false;
    }
  };
}

class PatternBuilder : public valijson::ConstraintBuilder {
 public:
  valijson::constraints::Constraint* make(const Adapter& node) const override {
    const std::string pattern = node.asString();
    return onStrings(patternTest(pattern), "it does not match " + pattern);
  }
};

class FormatBuilder : public valijson::ConstraintBuilder {
 public:
  valijson::constraints::Constraint* make(const Adapter& node) const override {
    const std::string format = node.asString();
    const auto known = formats().find(format);
    if (known == formats().end()) throw std::invalid_argument("the format '" + format + "' is not known");
    return onStrings(known->second, "it is no " + format);
  }
};

/// Characters of a UTF-8 text.
std::int64_t lengthOf(const std::string& text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

class LengthBuilder : public valijson::ConstraintBuilder {
 public:
  explicit LengthBuilder(bool least) : least_(least) {}

  valijson::constraints::Constraint* make(const Adapter& node) const override {
    const std::int64_t limit = node.asInteger();
    if (least_)
      return onStrings([limit](const std::string& text) { return lengthOf(text) >= limit; },
                       "it has fewer than " + std::to_string(limit) + " characters");
    return onStrings([limit](const std::string& text) { return lengthOf(text) <= limit; },
                     "it has more than " + std::to_string(limit) + " characters");
  }

 private:
  bool least_;
};

class ConstBuilder : public valijson::ConstraintBuilder {
 public:
  valijson::constraints::Constraint* make(const Adapter& node) const override {
    auto wanted = std::make_shared<const nlohmann::json>(copyOf(node));
    return new TestConstraint([wanted](const Adapter& value) { return copyOf(value) == *wanted; },
                              "it is another value");
  }
};

class InstantBuilder : public valijson::ConstraintBuilder {
 public:
  explicit InstantBuilder(bool least) : least_(least) {}

  valijson::constraints::Constraint* make(const Adapter& node) const override {
    const std::string text = node.asString();
    const auto limit = instantOf(text);
    if (!limit) throw std::invalid_argument("'" + text + "' is no date-time");
    const bool least = least_;
    return onStrings(
        [limit = *limit, least](const std::string& value) {
          const auto instant = instantOf(value);
          return instant && (least ? *instant >= limit : *instant <= limit);
        },
        "it is no date-time " + std::string(least ? "from " : "up to ") + text + (least ? " on" : ""));
  }

 private:
  bool least_;
};

}  // namespace

const std::vector<OwnKeyword>& ownKeywords() {
  static const std::vector<OwnKeyword> all{{"pattern", "castPattern"},     {"format", "castFormat"},
                                           {"minLength", "castMinLength"}, {"maxLength", "castMaxLength"},
                                           {"const", "castConst"},         {"notBefore", "castNotBefore"},
                                           {"notAfter", "castNotAfter"}};
  return all;
}

void addOwnKeywords(valijson::SchemaParser& parser) {  // the parser owns the builders
  parser.addConstraintBuilder("castPattern", std::make_unique<PatternBuilder>().release());
  parser.addConstraintBuilder("castFormat", std::make_unique<FormatBuilder>().release());
  parser.addConstraintBuilder("castMinLength", std::make_unique<LengthBuilder>(true).release());
  parser.addConstraintBuilder("castMaxLength", std::make_unique<LengthBuilder>(false).release());
  parser.addConstraintBuilder("castConst", std::make_unique<ConstBuilder>().release());
  parser.addConstraintBuilder("castNotBefore", std::make_unique<InstantBuilder>(true).release());
  parser.addConstraintBuilder("castNotAfter", std::make_unique<InstantBuilder>(false).release());
}

bool knowsFormat(const std::string& format) { return formats().contains(format); }

std::string patternDefect(const std::string& pattern) {
  try {
    const Poco::RegularExpression regex(pattern, kRegexOptions);
    return {};
  } catch (const Poco::Exception& failure) {
    return failure.displayText();
  }
}

}  // namespace cast::conformance
