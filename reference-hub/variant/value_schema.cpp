#include "variant/value_schema.hpp"

#include <array>

#include "variant/json_text.hpp"
#include "variant/own_keywords.hpp"
#include "variant/schema_dialect.hpp"
#include "variant/violation.hpp"

namespace cast::hub {
namespace {

// Valijson's validator is not thread-safe and worth keeping.
valijson::Validator& validatorOfThisThread() {
  thread_local valijson::Validator validator;
  return validator;
}

void compile(const rapidjson::Document& source, valijson::Schema& schema) {
  try {
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    addOwnKeywords(parser);
    parser.populateSchema(valijson::adapters::RapidJsonAdapter(source), schema);
  } catch (const std::exception& e) {
    throw SchemaError(e.what());
  }
}

// Compiled on the spot: only a refusal asks. References lead into the definitions, never to the root, so the
// part means the same in a document of its own.
bool fitsPart(const rapidjson::Document& whole, const rapidjson::Value& part, const rapidjson::Value& value) {
  rapidjson::Document source(rapidjson::kObjectType);
  auto& memory = source.GetAllocator();
  for (const char* keyword : {"definitions", "$defs", kLiftedNames})
    if (whole.IsObject() && whole.HasMember(keyword))
      source.AddMember(rapidjson::StringRef(keyword), rapidjson::Value(whole[keyword], memory), memory);
  rapidjson::Value parts(rapidjson::kArrayType);
  parts.PushBack(rapidjson::Value(part, memory), memory);
  source.AddMember("allOf", parts, memory);
  valijson::Schema schema;
  compile(source, schema);
  return validatorOfThisThread().validate(schema, valijson::adapters::RapidJsonAdapter(value), nullptr);
}

}  // namespace

struct ValueSchema::Compiled {
  rapidjson::Document source;  // adapted
  valijson::Schema schema;
};

ValueSchema::ValueSchema(std::string_view schemaJson) {
  auto compiled = std::make_unique<Compiled>();
  if (const auto fault = readJson(schemaJson, compiled->source)) throw SchemaError("the schema: " + *fault);
  adaptSchema(compiled->source);
  compile(compiled->source, compiled->schema);
  compiled_ = std::move(compiled);
}

ValueSchema::~ValueSchema() = default;

std::optional<Violation> ValueSchema::check(std::string_view valueJson) const {
  // Most payloads fit here, and then reading them allocates nothing.
  alignas(std::max_align_t) std::array<char, 8192> memory;
  rapidjson::MemoryPoolAllocator<> pool(memory.data(), memory.size());
  rapidjson::Document value(&pool);
  if (const auto fault = readJson(valueJson, value)) return Violation{"", *fault};

  const valijson::adapters::RapidJsonAdapter adapter(value);
  valijson::Validator& validator = validatorOfThisThread();
  // Without results Valijson stops at the first broken rule and makes no messages; only a refusal pays for
  // those.
  if (validator.validate(compiled_->schema, adapter, nullptr)) return std::nullopt;
  valijson::ValidationResults results;
  try {
    validator.validate(compiled_->schema, adapter, &results);
  } catch (const EnoughMessages& enough) {  // of a branch that has not handed them on yet
    for (const auto& error : enough.results) results.pushError(error);
  }
  if (results.numErrors() == 0) return Violation{"", "the schema does not allow it"};
  return explainViolation(compiled_->source, value, results,
                          [this](const auto& part, const auto& partOfValue) {
                            return fitsPart(compiled_->source, part, partOfValue);
                          });
}

}  // namespace cast::hub
