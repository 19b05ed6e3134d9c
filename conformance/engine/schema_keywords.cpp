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

const std::map<std::string, Test>& formats() {
  static const std::map<std::string, Test> all{
      {"date-time", [](const std::string& text) { return isDateTime(text); }},
      {"date", [](const std::string& text) { return isDate(text); }},
      {"uri", isUri},
      {"uuid", isUuid}};
  return all;
}

/// A constraint on strings, by any test.
class StringConstraint : public valijson::constraints::PolyConstraint {
 public:
  StringConstraint(Test test, std::string words) : test_(std::move(test)), words_(std::move(words)) {}

  bool validate(const valijson::adapters::Adapter& target, const std::vector<std::string>& context,
                valijson::ValidationResults* results) const override {
    if (!target.isString() || test_(target.asString())) return true;
    if (results != nullptr) results->pushError(context, words_);
    return false;
  }

 private:
  valijson::constraints::Constraint* cloneInto(void* place) const override {
    return new (place) StringConstraint(*this);
  }
  std::size_t sizeOf() const override { return sizeof(StringConstraint); }

  Test test_;
  std::string words_;
};

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
  valijson::constraints::Constraint* make(const valijson::adapters::Adapter& node) const override {
    const std::string pattern = node.asString();
    return new StringConstraint(patternTest(pattern), "it does not match " + pattern);
  }
};

class FormatBuilder : public valijson::ConstraintBuilder {
 public:
  valijson::constraints::Constraint* make(const valijson::adapters::Adapter& node) const override {
    const std::string format = node.asString();
    const auto known = formats().find(format);
    if (known == formats().end()) throw std::invalid_argument("the format '" + format + "' is not known");
    return new StringConstraint(known->second, "it is no " + format);
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

  valijson::constraints::Constraint* make(const valijson::adapters::Adapter& node) const override {
    const std::int64_t limit = node.asInteger();
    if (least_)
      return new StringConstraint([limit](const std::string& text) { return lengthOf(text) >= limit; },
                                  "it has fewer than " + std::to_string(limit) + " characters");
    return new StringConstraint([limit](const std::string& text) { return lengthOf(text) <= limit; },
                                "it has more than " + std::to_string(limit) + " characters");
  }

 private:
  bool least_;
};

}  // namespace

const std::vector<OwnKeyword>& ownKeywords() {
  static const std::vector<OwnKeyword> all{{"pattern", "castPattern"},
                                           {"format", "castFormat"},
                                           {"minLength", "castMinLength"},
                                           {"maxLength", "castMaxLength"}};
  return all;
}

void addOwnKeywords(valijson::SchemaParser& parser) {  // the parser owns the builders
  parser.addConstraintBuilder("castPattern", std::make_unique<PatternBuilder>().release());
  parser.addConstraintBuilder("castFormat", std::make_unique<FormatBuilder>().release());
  parser.addConstraintBuilder("castMinLength", std::make_unique<LengthBuilder>(true).release());
  parser.addConstraintBuilder("castMaxLength", std::make_unique<LengthBuilder>(false).release());
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
