#include "variant/schema_dialect.hpp"

#include <rapidjson/pointer.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "variant/json_text.hpp"
#include "variant/own_keywords.hpp"

namespace cast::hub {
namespace {

using rapidjson::Value;

// Where draft-07 has schemas inside a schema.
constexpr std::array<std::string_view, 8> kSchemaKeywords{
    "additionalItems", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else"};
constexpr std::array<std::string_view, 3> kSchemaListKeywords{"allOf", "anyOf", "oneOf"};
constexpr std::array<std::string_view, 4> kSchemaMapKeywords{"properties", "definitions", "$defs",
                                                             "dependencies"};
// Those that are applied to any number of parts of a value, by themselves or through a definition.
constexpr std::array<std::string_view, 6> kRepeatedKeywords{
    "additionalItems", "additionalProperties", "propertyNames", "items", "definitions", "$defs"};
// Those that look at the same value again, not at a part of it.
constexpr std::array<std::string_view, 4> kInPlaceKeywords{"not", "if", "then", "else"};

std::string_view textOf(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

Value* memberOf(Value& object, std::string_view name) {
  const auto member = object.FindMember(
      Value(rapidjson::StringRef(name.data(), static_cast<rapidjson::SizeType>(name.size()))));
  return member == object.MemberEnd() ? nullptr : &member->value;
}

class Adaptation {
 public:
  explicit Adaptation(rapidjson::Document& schema) : root_(schema) {}

  void run() {
    checkDraft();
    adapt(root_, "#", 0);
    for (Value* schema : schemas_) refuseCircles(*schema);
    liftPropertyNames();
  }

 private:
  void checkDraft() {
    const Value* draft = root_.IsObject() ? memberOf(root_, "$schema") : nullptr;
    if (!draft) return;
    const std::string_view name = draft->IsString() ? textOf(*draft) : "";
    if (name.find("json-schema.org/draft-07/schema") == std::string_view::npos)
      throw SchemaError(
          "`$schema` is not http://json-schema.org/draft-07/schema#, the only draft the hub reads");
  }

  void adapt(Value& schema, const std::string& where, int depth, std::string_view under = {}) {
    if (depth > kMaxJsonDepth) throw SchemaError(where + ": schemas nested deeper than 64");
    const bool repeated =
        std::find(kRepeatedKeywords.begin(), kRepeatedKeywords.end(), under) != kRepeatedKeywords.end();
    if (repeated && schema.IsFalse() && under != "additionalProperties") allowNothing(schema);
    if (schema.IsBool()) return;
    if (!schema.IsObject()) throw SchemaError(where + ": a schema is an object, true or false");
    checkReference(schema, where);
    refuseHarmful(schema, where);
    replaceKeywords(schema, where);
    if (repeated) schema.AddMember(rapidjson::StringRef(kBudgetKeyword), true, root_.GetAllocator());
    schemas_.push_back(&schema);  // stays in place: nothing is added to its parent any more
    for (const auto keyword : kSchemaKeywords)
      if (Value* inner = memberOf(schema, keyword))
        adapt(*inner, where + "/" + std::string(keyword), depth + 1, keyword);
    for (const auto keyword : kSchemaListKeywords)
      adaptList(memberOf(schema, keyword), where, keyword, depth);
    for (const auto keyword : kSchemaMapKeywords) adaptMap(memberOf(schema, keyword), where, keyword, depth);
    if (Value* items = memberOf(schema, "items")) {
      if (items->IsArray())
        adaptList(items, where, "items", depth);
      else
        adapt(*items, where + "/items", depth + 1, "items");
    }
  }

  void adaptList(Value* list, const std::string& where, std::string_view keyword, int depth) {
    if (!list) return;
    const std::string here = where + "/" + std::string(keyword);
    if (!list->IsArray()) throw SchemaError(here + ": a list of schemas is an array");
    for (rapidjson::SizeType i = 0; i < list->Size(); ++i)
      adapt((*list)[i], here + "/" + std::to_string(i), depth + 1);
  }

  void adaptMap(Value* map, const std::string& where, std::string_view keyword, int depth) {
    if (!map) return;
    const std::string here = where + "/" + std::string(keyword);
    if (!map->IsObject()) throw SchemaError(here + ": it is an object with a schema for each name");
    for (auto& member : map->GetObject()) {
      if (keyword == "dependencies" && member.value.IsArray()) continue;  // names, not a schema
      adapt(member.value, here + "/" + std::string(textOf(member.name)), depth + 1, keyword);
    }
  }

  // `false` in a form that has room for the budget.
  void allowNothing(Value& schema) {
    schema.SetObject();
    schema.AddMember("not", Value(rapidjson::kObjectType), root_.GetAllocator());
  }

  void checkReference(Value& schema, const std::string& where) {
    const Value* reference = memberOf(schema, "$ref");
    if (!reference) return;
    const std::string_view target = reference->IsString() ? textOf(*reference) : "";
    const bool local = target.rfind("#/definitions/", 0) == 0 || target.rfind("#/$defs/", 0) == 0;
    if (!local || !resolveReference(root_, &schema))
      throw SchemaError(
          where + ": `$ref` \"" + std::string(target) +
          "\" does not lead anywhere: write #/definitions/NAME and define NAME in the same file");
  }

  static void refuseHarmful(Value& schema, const std::string& where) {
    if (memberOf(schema, "patternProperties"))
      throw SchemaError(
          where + ": `patternProperties` is not supported: use `propertyNames` and `additionalProperties`");
    const Value* unique = memberOf(schema, "uniqueItems");
    if (!unique || !unique->IsBool() || !unique->GetBool()) return;
    const Value* most = memberOf(schema, "maxItems");
    if (!most || !most->IsUint() || most->GetUint() > kMaxUniqueItems)
      throw SchemaError(where +
                        ": `uniqueItems` compares every pair: write `maxItems` of at most 1000 beside it");
  }

  void replaceKeywords(Value& schema, const std::string& where) {
    rename(schema, "$id",
           "cast:id");  // references are local; Valijson would look for them behind this address
    for (const auto& [keyword, own] :
         {std::pair{"pattern", kPatternKeyword}, std::pair{"format", kFormatKeyword}}) {
      const Value* value = memberOf(schema, keyword);
      if (value && !value->IsString()) throw SchemaError(where + "/" + keyword + ": it is a text");
      rename(schema, keyword, own);
    }
    if (const Value* unique = memberOf(schema, "uniqueItems"); unique && unique->IsTrue())
      rename(schema, "uniqueItems", kUniqueItemsKeyword);
    if (Value* type = memberOf(schema, "type"); type && widenInteger(*type))
      schema.AddMember(rapidjson::StringRef(kIntegerKeyword), true, root_.GetAllocator());
  }

  static void rename(Value& schema, std::string_view keyword, const char* own) {
    for (auto& member : schema.GetObject())
      if (textOf(member.name) == keyword) member.name.SetString(rapidjson::StringRef(own));
  }

  // "integer" becomes "number"; true where the value then has to be checked to be a whole one.
  static bool widenInteger(Value& type) {
    if (type.IsString() && textOf(type) == "integer") {
      type.SetString("number");
      return true;
    }
    if (!type.IsArray()) return false;
    bool number = false;
    Value* integer = nullptr;
    for (auto& one : type.GetArray()) {
      if (!one.IsString()) continue;
      if (textOf(one) == "number") number = true;
      if (textOf(one) == "integer") integer = &one;
    }
    if (integer) integer->SetString("number");
    return integer && !number;
  }

  // Depth-first through all that is applied to one value; meeting a schema that is still being followed is a
  // circle.
  void refuseCircles(Value& schema) {
    if (!schema.IsObject()) return;
    const auto [visit, first] = followed_.try_emplace(&schema, false);
    if (!first) {
      if (!visit->second)
        throw SchemaError("the schema's references lead in a circle without going into the value");
      return;
    }
    if (memberOf(schema, "$ref")) {
      // The reference leads to a place inside root_, which is ours to change.
      refuseCircles(const_cast<Value&>(*resolveReference(root_, &schema)));
    } else {
      refuseCirclesOnSameValue(schema);
    }
    followed_[&schema] = true;
  }

  void refuseCirclesOnSameValue(Value& schema) {
    for (const auto keyword : kInPlaceKeywords)
      if (Value* inner = memberOf(schema, keyword)) refuseCircles(*inner);
    for (const auto keyword : kSchemaListKeywords)
      if (Value* list = memberOf(schema, keyword))
        for (auto& inner : list->GetArray()) refuseCircles(inner);
    if (Value* map = memberOf(schema, "dependencies"))
      for (auto& member : map->GetObject()) refuseCircles(member.value);
  }

  // Valijson keeps the schema of `propertyNames` under the address of the schema around it, so a reference to
  // that one would find the other. A reference in its place has an address of its own.
  void liftPropertyNames() {
    auto& memory = root_.GetAllocator();
    Value lifted(rapidjson::kObjectType);
    for (Value* schema : schemas_) {
      Value* names = schema->IsObject() ? memberOf(*schema, "propertyNames") : nullptr;
      if (!names || !names->IsObject()) continue;
      const std::string number = std::to_string(lifted.MemberCount());
      const std::string address = std::string("#/") + kLiftedNames + "/" + number;
      Value reference(rapidjson::kObjectType);
      reference.AddMember("$ref", Value(address.c_str(), memory), memory);
      names->Swap(reference);
      lifted.AddMember(Value(number.c_str(), memory), reference, memory);
    }
    if (lifted.MemberCount() > 0) root_.AddMember(rapidjson::StringRef(kLiftedNames), lifted, memory);
  }

  rapidjson::Document& root_;
  std::vector<Value*> schemas_;
  std::map<const Value*, bool> followed_;  // true: followed to its end
};

}  // namespace

void adaptSchema(rapidjson::Document& schema) { Adaptation(schema).run(); }

const Value* resolveReference(const rapidjson::Document& root, const Value* schema) {
  for (int step = 0; schema && step <= kMaxJsonDepth; ++step) {
    const auto reference = schema->IsObject() ? schema->FindMember("$ref") : Value::ConstMemberIterator();
    if (!schema->IsObject() || reference == schema->MemberEnd()) return schema;
    const std::string_view target = reference->value.IsString() ? textOf(reference->value) : "";
    if (target.empty() || target.front() != '#') return nullptr;
    const rapidjson::Pointer pointer(target.data(), target.size());
    schema = pointer.IsValid() ? pointer.Get(root) : nullptr;
  }
  return nullptr;
}

}  // namespace cast::hub
