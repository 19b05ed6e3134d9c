#include "reports/result/schema_check.hpp"

#define VALIJSON_USE_EXCEPTIONS 1
#include <Poco/RegularExpression.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/constraint_builder.hpp>
#include <valijson/constraints/concrete_constraints.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace cast::report {

namespace embedded {
extern const std::string_view kResultSchema;
}

namespace {

using Adapter = valijson::adapters::NlohmannJsonAdapter;
using Json = nlohmann::json;

// Valijson's own `pattern` runs on std::regex, which overflows the stack on a long string; this one runs on
// PCRE.
constexpr const char* kPatternKeyword = "x-cast-pattern";

class PatternConstraint : public valijson::constraints::PolyConstraint {
 public:
  explicit PatternConstraint(std::string pattern)
      : pattern_(std::move(pattern)), expression_(pattern_, Poco::RegularExpression::RE_UTF8) {}
  PatternConstraint(const PatternConstraint& other) : PatternConstraint(other.pattern_) {}
  PatternConstraint& operator=(const PatternConstraint&) = delete;

  bool validate(const valijson::adapters::Adapter& target, const std::vector<std::string>& context,
                valijson::ValidationResults* results) const override {
    Poco::RegularExpression::Match match;
    if (!target.isString() || expression_.match(target.asString(), 0, match) > 0) return true;
    if (results) results->pushError(context, "does not match the pattern " + pattern_);
    return false;
  }

 private:
  valijson::constraints::Constraint* cloneInto(void* memory) const override {
    return new (memory) PatternConstraint(*this);
  }
  std::size_t sizeOf() const override { return sizeof(PatternConstraint); }

  std::string pattern_;
  Poco::RegularExpression expression_;
};

class PatternBuilder : public valijson::ConstraintBuilder {
 public:
  valijson::constraints::Constraint* make(const valijson::adapters::Adapter& pattern) const override {
    return new PatternConstraint(pattern.asString());
  }
};

void renamePatterns(Json& schema) {
  if (schema.is_object() && schema.contains("pattern") && schema["pattern"].is_string()) {
    schema[kPatternKeyword] = schema["pattern"];
    schema.erase("pattern");
  }
  for (Json& part : schema) {
    if (part.is_structured()) renamePatterns(part);
  }
}

using Context = std::vector<std::string>;

// Valijson's context is ["<root>", "[checks]", "[0]", "[level]"].
std::string pointerOf(const Context& context) {
  std::string pointer;
  for (std::size_t i = 1; i < context.size(); ++i) {
    std::string_view token = context[i];
    if (token.size() >= 2) token = token.substr(1, token.size() - 2);
    pointer = below(pointer, token);
  }
  return pointer;
}

bool isInside(const Context& outer, const Context& inner) {
  return outer.size() < inner.size() && std::equal(outer.begin(), outer.end(), inner.begin());
}

std::string valueAt(const Json& document, const std::string& pointer) {
  const std::string value =
      document.at(Json::json_pointer(pointer)).dump(-1, ' ', false, Json::error_handler_t::replace);
  constexpr std::size_t kLongest = 80;
  return value.size() <= kLongest ? value : "";
}

Defect defectOf(const valijson::ValidationResults::Error& error, const Json& document) {
  Defect defect{pointerOf(error.context), error.description};
  while (!defect.message.empty() && (defect.message.back() == '.' || defect.message.back() == ' ')) {
    defect.message.pop_back();
  }
  const std::string value = valueAt(document, defect.pointer);
  if (!value.empty()) defect.message += " (it is " + value + ")";
  return defect;
}

}  // namespace

Defects checkAgainstSchema(const Json& document) {
  Json schemaDocument = Json::parse(embedded::kResultSchema);
  renamePatterns(schemaDocument);
  valijson::SchemaParser parser;
  parser.addConstraintBuilder(kPatternKeyword, new PatternBuilder);  // the parser owns it
  valijson::Schema schema;
  parser.populateSchema(Adapter(schemaDocument), schema);

  valijson::Validator validator;
  valijson::ValidationResults results;
  if (validator.validate(schema, Adapter(document), &results)) return {};

  Defects defects;
  for (const auto& error : results) {
    const auto isInner = [&](const auto& other) { return isInside(error.context, other.context); };
    if (std::none_of(results.begin(), results.end(), isInner)) defects.push_back(defectOf(error, document));
  }
  return defects;
}

}  // namespace cast::report
