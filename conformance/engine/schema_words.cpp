#include "engine/schema_words.hpp"

#include <Poco/String.h>
#include <Poco/StringTokenizer.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

constexpr std::size_t kLongestValue = 300;
constexpr std::size_t kLongestWords = 800;
constexpr int kDeepest = 8;

using Schemas = std::vector<const Json*>;

const Json* dereferenced(const Json& root, const Json* schema) {
  for (int hops = 0; hops < kDeepest && schema != nullptr && schema->is_object() && schema->contains("$ref");
       ++hops)
    schema = valueAt(root, schema->at("$ref").get<std::string>().substr(1));
  return schema;
}

/// The schema and those it has in allOf, references followed: what all holds at once.
void collectParts(const Json& root, const Json* schema, Schemas& parts, int depth = 0) {
  schema = dereferenced(root, schema);
  if (schema == nullptr || depth > kDeepest) return;
  parts.push_back(schema);
  if (!schema->is_object() || !schema->contains("allOf")) return;
  for (const auto& each : schema->at("allOf")) collectParts(root, &each, parts, depth + 1);
}

Schemas partsOf(const Json& root, const Json* schema) {
  Schemas parts;
  collectParts(root, schema, parts);
  return parts;
}

/// What the parts say about a member.
Schemas partsOfMember(const Json& root, const Schemas& parts, const std::string& member) {
  Schemas found;
  for (const Json* part : parts) {
    if (!part->is_object()) continue;
    if (part->contains("properties") && part->at("properties").contains(member))
      collectParts(root, &part->at("properties").at(member), found);
    else if (part->contains("items") && part->at("items").is_object())
      collectParts(root, &part->at("items"), found);
  }
  return found;
}

class Speaker {
 public:
  explicit Speaker(const Json& root) : root_(root) {}

  /// The strongest thing that the parts say: a value, a choice, an object's members, or else what each says.
  std::string words(const Schemas& parts, int depth = 0) const {
    if (depth > kDeepest) return "...";
    for (const char* keyword : {"const", "enum"})
      for (const Json* part : parts)
        if (part->is_object() && part->contains(keyword)) return exact(*part);
    for (const Json* part : parts)
      if (part->is_boolean() && !part->get<bool>()) return "absent";
    if (hasMembers(parts)) return members(parts, depth);
    std::string all;
    for (const Json* part : parts) {
      const std::string said = other(*part, depth);
      if (!said.empty()) all += (all.empty() ? "" : " and ") + said;
    }
    return all.empty() ? "anything" : all;
  }

 private:
  static std::string exact(const Json& part) {
    if (part.contains("const")) return compact(part.at("const"), kLongestValue);
    std::string all;
    const Json& choice = part.at("enum");
    for (std::size_t i = 0; i < choice.size(); ++i)
      all += (i == 0 ? "" : i + 1 == choice.size() ? " or " : ", ") + compact(choice[i], 80);
    return all;
  }

  static bool hasMembers(const Schemas& parts) {
    return std::any_of(parts.begin(), parts.end(), [](const Json* part) {
      return part->is_object() && (part->contains("properties") || part->contains("required"));
    });
  }

  std::string members(const Schemas& parts, int depth) const {
    std::vector<std::string> names;  // in the order in which the schema names them
    std::set<std::string> required;
    const auto add = [&](const std::string& name) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    };
    for (const Json* part : parts) {
      if (!part->is_object()) continue;
      if (part->contains("properties"))
        for (const auto& [name, schema] : part->at("properties").items()) add(name);
      if (!part->contains("required")) continue;
      for (const auto& name : part->at("required")) {
        add(name.get<std::string>());
        required.insert(name.get<std::string>());
      }
    }
    std::string all;
    for (const auto& name : names)
      all += (all.empty() ? "" : ", ") + name + (required.contains(name) ? ": " : "?: ") +
             words(partsOfMember(root_, parts, name), depth + 1);
    return "{" + all + "}";
  }

  std::string other(const Json& part, int depth) const {
    if (!part.is_object()) return "";
    if (part.contains("minimum") && part.contains("maximum"))
      return compact(part.at("minimum")) + " to " + compact(part.at("maximum"));
    if (part.contains("notBefore") || part.contains("notAfter")) return instant(part);
    if (part.contains("pattern")) return "like " + part.at("pattern").get<std::string>();
    if (part.contains("format")) return "a " + part.at("format").get<std::string>();
    for (const char* keyword : {"anyOf", "oneOf"})
      if (part.contains(keyword)) return choices(part.at(keyword), depth);
    if (part.contains("not")) return "not " + words(partsOf(root_, &part.at("not")), depth + 1);
    if (part.contains("type") && part.at("type").is_string() && part.size() == 1)
      return article(part.at("type").get<std::string>());
    Json rest = part;
    for (const char* known : {"allOf", "definitions", "$comment", "title", "description"}) rest.erase(known);
    return rest.empty() ? "" : compact(rest, kLongestValue);
  }

  static std::string instant(const Json& part) {
    const bool from = part.contains("notBefore");
    const bool to = part.contains("notAfter");
    if (from && to && part.at("notBefore") == part.at("notAfter"))
      return "the moment " + compact(part.at("notBefore"));
    return "a date-time" + (from ? " not before " + compact(part.at("notBefore")) : "") +
           (to ? " not after " + compact(part.at("notAfter")) : "");
  }

  static std::string article(const std::string& type) {
    if (type == "null") return type;
    return (std::string("aeiou").find(type.front()) == std::string::npos ? "a " : "an ") + type;
  }

  std::string choices(const Json& schemas, int depth) const {
    std::string all;
    for (const auto& each : schemas)
      all += (all.empty() ? "" : " or ") + words(partsOf(root_, &each), depth + 1);
    return all;
  }

  const Json& root_;
};

/// What the schema says about the value at `pointer`.
Schemas partsAt(const Json& root, const std::string& pointer) {
  Schemas parts = partsOf(root, &root);
  const Poco::StringTokenizer members(pointer, "/");
  for (std::size_t i = 1; i < members.count(); ++i)
    parts = partsOfMember(root, parts, Poco::replace(Poco::replace(members[i], "~1", "/"), "~0", "~"));
  return parts;
}

const Json* constOf(const Schemas& parts) {
  for (const Json* part : parts)
    if (part->is_object() && part->contains("const")) return &part->at("const");
  return nullptr;
}

/// The first place where two values differ.
std::string difference(const Json& is, const Json& should, const std::string& pointer) {
  if (is.is_object() && should.is_object()) {
    for (const auto& [name, value] : should.items()) {
      if (!is.contains(name)) return (pointer.empty() ? "it" : pointer) + " has no " + name;
      if (is.at(name) != value) return difference(is.at(name), value, pointerTo(pointer, name));
    }
    for (const auto& [name, value] : is.items())
      if (!should.contains(name)) return pointerTo(pointer, name) + " should not be there";
  } else if (is.is_array() && should.is_array() && is.size() == should.size()) {
    for (std::size_t i = 0; i < is.size(); ++i)
      if (is[i] != should[i]) return difference(is[i], should[i], pointerTo(pointer, i));
  }
  return (pointer.empty() ? "it" : pointer) + " is " + compact(is, 120) + ", it should be " +
         compact(should, 120);
}

}  // namespace

std::string schemaWords(const Json& schema) {
  return shortened(Speaker(schema).words(partsOf(schema, &schema)), kLongestWords);
}

std::string mismatchWords(const Json& schema, const Json& value, const std::string& pointer,
                          const std::string& validatorsWords) {
  const std::string place = pointer.empty() ? "it" : pointer;
  const std::string missing = "Missing required property '";
  if (validatorsWords.starts_with(missing))
    return place + " has no " +
           validatorsWords.substr(missing.size(),
                                  validatorsWords.find('\'', missing.size()) - missing.size());
  const Json* there = valueAt(value, pointer);
  if (there == nullptr) return place + ": " + validatorsWords;
  const Schemas parts = partsAt(schema, pointer);
  const Json* constant = constOf(parts);
  if (constant != nullptr && *there != *constant) return difference(*there, *constant, pointer);
  const std::string observed = place + " is " + compact(*there, 120);
  const bool scalar = !there->is_structured() && !parts.empty();
  return scalar ? observed + ", it should be " + Speaker(schema).words(parts)
                : observed + ": " + validatorsWords;
}

}  // namespace cast::conformance
