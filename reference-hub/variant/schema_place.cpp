#include "variant/schema_place.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "variant/json_text.hpp"
#include "variant/schema_dialect.hpp"

namespace cast::hub {
namespace {

using rapidjson::Value;

constexpr std::size_t kNoIndex = std::numeric_limits<std::size_t>::max();
constexpr int kMaxSteps = 4 * kMaxJsonDepth;

const Value* memberOf(const Value& object, std::string_view name) {
  if (!object.IsObject()) return nullptr;
  const auto member = object.FindMember(
      Value(rapidjson::StringRef(name.data(), static_cast<rapidjson::SizeType>(name.size()))));
  return member == object.MemberEnd() ? nullptr : &member->value;
}

std::size_t indexOf(const std::string& token) {
  std::size_t index = 0;
  const auto [end, problem] = std::from_chars(token.data(), token.data() + token.size(), index);
  return problem == std::errc() && end == token.data() + token.size() ? index : kNoIndex;
}

class Search {
 public:
  Search(const rapidjson::Document& root, const Place& place, std::string_view keyword)
      : root_(root), place_(place), keyword_(keyword) {}

  std::vector<const Value*> run() {
    visit(&root_, 0, 0);
    return std::move(found_);
  }

 private:
  void visit(const Value* schema, std::size_t at, int steps) {
    schema = resolveReference(root_, schema);
    if (!schema || !schema->IsObject() || steps > kMaxSteps) return;
    if (at < place_.size()) {
      visitPart(*schema, at, steps + 1);
    } else if (memberOf(*schema, keyword_)) {
      if (std::find(found_.begin(), found_.end(), schema) == found_.end()) found_.push_back(schema);
    }
    for (const auto keyword : {"allOf", "anyOf", "oneOf"})
      if (const Value* list = memberOf(*schema, keyword))
        for (const auto& inner : list->GetArray()) visit(&inner, at, steps + 1);
    for (const auto keyword : {"if", "then", "else"})
      if (const Value* inner = memberOf(*schema, keyword)) visit(inner, at, steps + 1);
  }

  void visitPart(const Value& schema, std::size_t at, int steps) {
    const std::string& token = place_[at];
    if (const Value* properties = memberOf(schema, "properties")) {
      if (const Value* property = memberOf(*properties, token)) return visit(property, at + 1, steps);
    }
    if (const Value* others = memberOf(schema, "additionalProperties")) visit(others, at + 1, steps);
    if (const Value* items = memberOf(schema, "items")) visitItem(schema, *items, indexOf(token), at, steps);
  }

  void visitItem(const Value& schema, const Value& items, std::size_t index, std::size_t at, int steps) {
    if (index == kNoIndex) return;
    if (!items.IsArray()) return visit(&items, at + 1, steps);
    if (index < items.Size()) return visit(&items[static_cast<rapidjson::SizeType>(index)], at + 1, steps);
    if (const Value* others = memberOf(schema, "additionalItems")) visit(others, at + 1, steps);
  }

  const rapidjson::Document& root_;
  const Place& place_;
  std::string_view keyword_;
  std::vector<const Value*> found_;
};

}  // namespace

std::vector<const Value*> schemasAt(const rapidjson::Document& root, const Place& place,
                                    std::string_view keyword) {
  if (keyword.empty()) return {};
  return Search(root, place, keyword).run();
}

const Value* valueAt(const Value& root, const Place& place) {
  const Value* value = &root;
  for (const auto& token : place) {
    if (value->IsArray()) {
      const std::size_t index = indexOf(token);
      if (index >= value->Size()) return nullptr;
      value = &(*value)[static_cast<rapidjson::SizeType>(index)];
    } else if (!(value = memberOf(*value, token))) {
      return nullptr;
    }
  }
  return value;
}

std::string pointerTo(const Place& place) {
  std::string pointer;
  for (const auto& token : place) {
    pointer += '/';
    for (const char c : token) {
      if (c == '~')
        pointer += "~0";
      else if (c == '/')
        pointer += "~1";
      else
        pointer += c;
    }
  }
  return pointer;
}

}  // namespace cast::hub
