#include "variant/own_keywords.hpp"

#include <Poco/Exception.h>
#include <Poco/RegularExpression.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "variant/text_format.hpp"

namespace cast::hub {
namespace {

using valijson::ValidationResults;
using valijson::adapters::Adapter;
using Context = std::vector<std::string>;

// A constraint that says whether a value fits; where it does not, its own keyword is the error's description,
// for violation.cpp to put into words.
template <typename Rule>
class RuleConstraint : public valijson::constraints::PolyConstraint {
 public:
  explicit RuleConstraint(Rule rule) : rule_(std::move(rule)) {}

  bool validate(const Adapter& target, const Context& context, ValidationResults* results) const override {
    if (rule_.fits(target)) return true;
    if (results) results->pushError(context, Rule::kKeyword);
    return false;
  }

 private:
  valijson::constraints::Constraint* cloneInto(void* memory) const override {
    return new (memory) RuleConstraint(rule_);
  }
  std::size_t sizeOf() const override { return sizeof(RuleConstraint); }

  Rule rule_;
};

template <typename Rule>
class RuleBuilder : public valijson::ConstraintBuilder {
 public:
  valijson::constraints::Constraint* make(const Adapter& value) const override {
    return new RuleConstraint<Rule>(Rule(value));
  }
};

class PatternRule {
 public:
  static constexpr const char* kKeyword = kPatternKeyword;

  explicit PatternRule(const Adapter& value) {
    // The limits bound time and stack (PCRE recurses, about half a kilobyte a step); parentheses that capture
    // nothing cost nothing. `$` is the end of the text, as in ECMAScript, not also the place before a last
    // newline.
    const std::string limits = "(*LIMIT_MATCH=100000)(*LIMIT_RECURSION=2000)";
    constexpr int kOptions = Poco::RegularExpression::RE_UTF8 | Poco::RegularExpression::RE_DOLLAR_ENDONLY |
                             Poco::RegularExpression::RE_NO_AUTO_CAPTURE;
    const std::string pattern = value.asString();
    isBase64_ = pattern == kBase64Pattern;
    try {
      expression_ = std::make_shared<const Poco::RegularExpression>(limits + pattern, kOptions);
    } catch (const Poco::Exception& e) {
      throw std::runtime_error("the pattern `" + pattern + "` does not compile: " + e.message());
    }
  }

  bool fits(const Adapter& target) const {
    if (!target.isString()) return true;
    if (isBase64_) return fitsBase64(target.asString());
    try {
      Poco::RegularExpression::Match match;
      return expression_->match(target.asString(), match) > 0;
    } catch (const Poco::Exception&) {
      return false;  // over the limits: nothing this pattern should have to do with
    }
  }

 private:
  std::shared_ptr<const Poco::RegularExpression> expression_;
  bool isBase64_ = false;
};

class FormatRule {
 public:
  static constexpr const char* kKeyword = kFormatKeyword;

  explicit FormatRule(const Adapter& value) : format_(value.asString()) {}
  bool fits(const Adapter& target) const {
    return !target.isString() || fitsFormat(format_, target.asString());
  }

 private:
  std::string format_;
};

class IntegerRule {
 public:
  static constexpr const char* kKeyword = kIntegerKeyword;

  explicit IntegerRule(const Adapter& /*value*/) {}
  bool fits(const Adapter& target) const {
    if (!target.isDouble()) return true;
    const double number = target.asDouble();
    return std::floor(number) == number;
  }
};

class UniqueItemsRule {
 public:
  static constexpr const char* kKeyword = kUniqueItemsKeyword;

  explicit UniqueItemsRule(const Adapter& /*value*/) {}
  bool fits(const Adapter& target) const {
    std::size_t size = 0;
    if (!target.isArray() || !target.getArraySize(size) || size > kMaxUniqueItems) return true;
    std::vector<std::unique_ptr<valijson::adapters::FrozenValue>> seen;
    return target.applyToArray([&seen](const Adapter& item) {
      const bool known =
          std::any_of(seen.begin(), seen.end(), [&](const auto& one) { return one->equalTo(item, true); });
      seen.emplace_back(item.freeze());
      return !known;
    });
  }
};

class BudgetConstraint : public valijson::constraints::PolyConstraint {
 public:
  bool validate(const Adapter& /*target*/, const Context& /*context*/,
                ValidationResults* results) const override {
    constexpr std::size_t kEnough = 50;
    if (results && results->numErrors() >= kEnough) throw EnoughMessages{*results};
    return true;
  }

 private:
  valijson::constraints::Constraint* cloneInto(void* memory) const override {
    return new (memory) BudgetConstraint;
  }
  std::size_t sizeOf() const override { return sizeof(BudgetConstraint); }
};

class BudgetBuilder : public valijson::ConstraintBuilder {
 public:
  valijson::constraints::Constraint* make(const Adapter& /*value*/) const override {
    return new BudgetConstraint;
  }
};

}  // namespace

void addOwnKeywords(valijson::SchemaParser& parser) {
  parser.addConstraintBuilder(kPatternKeyword, new RuleBuilder<PatternRule>);
  parser.addConstraintBuilder(kFormatKeyword, new RuleBuilder<FormatRule>);
  parser.addConstraintBuilder(kIntegerKeyword, new RuleBuilder<IntegerRule>);
  parser.addConstraintBuilder(kUniqueItemsKeyword, new RuleBuilder<UniqueItemsRule>);
  parser.addConstraintBuilder(kBudgetKeyword, new BudgetBuilder);
}

}  // namespace cast::hub
