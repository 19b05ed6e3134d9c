#include "engine/schema.hpp"

#define VALIJSON_USE_EXCEPTIONS 1
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "engine/schema_keywords.hpp"
#include "engine/schema_walk.hpp"
#include "engine/schema_words.hpp"

namespace cast::conformance {
namespace {

using Results = valijson::ValidationResults;

/// 1.0 becomes 1, on both sides of a comparison: to JSON they are one number, to Valijson they are not.
void normalizeNumbers(nlohmann::json& value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (value.is_number_float()) {
    const double number = value.get<double>();
    if (std::abs(number) <= kExact && std::trunc(number) == number) value = static_cast<std::int64_t>(number);
  } else if (value.is_structured()) {
    for (auto& each : value) normalizeNumbers(each);
  }
}

nlohmann::json normalized(const Json& value) {
  nlohmann::json plain = value;
  normalizeNumbers(plain);
  return plain;
}

void rename(Json& schema, const char* from, const char* to) {
  if (!schema.contains(from)) return;
  schema[to] = schema[from];
  schema.erase(from);
}

nlohmann::json prepared(Json schema) {
  walkSchema(schema, "", [](Json& each, const std::string&) {
    if (!each.is_object()) return;
    for (const auto& keyword : ownKeywords()) rename(each, keyword.name, keyword.compiledName);
  });
  return normalized(schema);
}

valijson::Validator& validator() {  // not thread-safe, and a new one costs 90 us
  thread_local valijson::Validator own;
  return own;
}

/// "<root>", "[payload]", "[0]" as /payload/0.
std::string pointerOf(const std::vector<std::string>& context) {
  std::string pointer;
  for (std::size_t i = 1; i < context.size(); ++i)
    pointer = pointerTo(pointer, context[i].substr(1, context[i].size() - 2));
  return pointer;
}

}  // namespace

struct Schema::Implementation {
  Json source;
  nlohmann::json document;  ///< Valijson's schema refers into it
  valijson::Schema compiled;
};

Schema::Schema(const Json& schema) {
  auto made = std::make_unique<Implementation>();
  made->source = schema;
  made->document = prepared(schema);
  if (!schema.is_object() && !schema.is_boolean())
    throw std::invalid_argument("a schema is an object, true or false");
  if (schema.is_object()) {
    try {
      valijson::SchemaParser parser;
      addOwnKeywords(parser);
      parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(made->document), made->compiled);
    } catch (const std::exception& failure) {
      throw std::invalid_argument(std::string("this is no JSON Schema: ") + failure.what());
    }
  }
  implementation_ = std::move(made);
}

Schema::~Schema() = default;
Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(Schema&&) noexcept = default;

bool Schema::fits(const Json& value) const {
  if (implementation_->source.is_boolean()) return implementation_->source.get<bool>();
  const nlohmann::json plain = normalized(value);
  return validator().validate(implementation_->compiled, valijson::adapters::NlohmannJsonAdapter(plain),
                              nullptr);
}

std::optional<Mismatch> Schema::mismatch(const Json& value) const {
  if (fits(value)) return std::nullopt;
  if (implementation_->source.is_boolean()) return Mismatch{"", "it should not be there", 1};
  const nlohmann::json plain = normalized(value);
  Results results;
  validator().validate(implementation_->compiled, valijson::adapters::NlohmannJsonAdapter(plain), &results);
  const Results::Error* deepest = nullptr;  // the outer ones only say that an inner one is wrong
  for (const auto& error : results)
    if (deepest == nullptr || error.context.size() > deepest->context.size()) deepest = &error;
  if (deepest == nullptr) return Mismatch{"", "it does not fit", 1};
  const std::string pointer = pointerOf(deepest->context);
  return Mismatch{pointer, mismatchWords(implementation_->source, value, pointer, deepest->description),
                  results.numErrors()};
}

}  // namespace cast::conformance
