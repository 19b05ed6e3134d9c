// fhircast -> fhir: the resource of the context's anchor, with the others of the context contained in it.
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "convert/containment.hpp"
#include "convert/conversions.hpp"
#include "fhir/reference.hpp"
#include "rules/rules.hpp"

namespace cast::fhircast {

namespace {

const Entry& anchorEntry(const std::vector<Entry>& entries, std::string_view eventType) {
  const Anchor* anchor = anchorOf(eventType);
  // An event that is not FHIRcast's is about the most that its context holds.
  const std::vector<std::string_view> keys =
      anchor ? std::vector<std::string_view>{anchor->key}
             : std::vector<std::string_view>{"report", "study", "encounter", "patient"};
  for (const std::string_view key : keys)
    for (const Entry& entry : entries)
      if (entry.key == key && entry.resource() && isTypeName(textOf(*entry.resource(), "resourceType")))
        return entry;
  throw Fault("expected the resource that the event is about" +
                  (anchor ? ", under the key `" + std::string(anchor->key) + "`" : std::string()),
              "/context");
}

/// Puts resources of the context into the anchor's.
class Container {
 public:
  explicit Container(Json anchor) : anchor_(std::move(anchor)) {
    for (Json& resource : takeContained(anchor_)) add(std::move(resource), "/context");
  }

  const Json& anchor() const { return anchor_; }

  void move(Json resource, const std::string& pointer) {
    const std::string type(textOf(resource, "resourceType"));
    const std::string id(textOf(resource, "id"));
    for (Json& nested : takeContained(resource)) {
      // `#` alone is the resource that contains: no longer the same one.
      forEachReference(nested, [&id](std::string& reference) {
        if (reference == "#") reference += id;
      });
      add(std::move(nested), pointer);
    }
    dropVersion(resource);
    moved_.insert({type, id});
    add(std::move(resource), pointer);
  }

  Json result() {
    forEachReference(anchor_, [this](std::string& reference) { localize(reference); });
    for (auto& [id, resource] : contained_) {
      forEachReference(resource, [this](std::string& reference) { localize(reference); });
      append(anchor_, "contained", std::move(resource));
    }
    anchor_["format"] = "fhir";
    return std::move(anchor_);
  }

  /// Makes the anchor, or what is contained, refer to the resource `id` where it says nothing better.
  void link(const ContextLink& link, Json& owner, const std::string& id) const {
    if (!link.many) {
      Json& reference = owner[std::string(link.member)];
      if (targetOf(textOf(reference, "reference")).form == Target::Form::kOther) {
        if (!reference.is_object()) reference = Json::object();
        reference["reference"] = "#" + id;
      }
      return;
    }
    for (const Json& reference : arrayOf(owner, link.member))
      if (targetOf(textOf(reference, "reference")).id == id) return;
    if (!arrayOf(owner, link.member).empty() || !memberOf(owner, link.member))
      append(owner, link.member, Json{{"reference", "#" + id}});
  }

  void linkAll(const std::vector<std::pair<std::string_view, std::string>>& keysAndIds) {
    for (const ContextLink& each : kContextLinks) {
      for (const auto& [key, id] : keysAndIds) {
        if (key != each.to) continue;
        if (textOf(anchor_, "resourceType") == each.from) link(each, anchor_, id);
        for (auto& [containedId, resource] : contained_)
          if (textOf(resource, "resourceType") == each.from && isMoved(resource)) link(each, resource, id);
      }
    }
  }

 private:
  bool isMoved(const Json& resource) const {
    return moved_.count(
               {std::string(textOf(resource, "resourceType")), std::string(textOf(resource, "id"))}) != 0;
  }

  void add(Json resource, const std::string& pointer) {
    const std::string id(textOf(resource, "id"));
    if (!isId(id) || !isTypeName(textOf(resource, "resourceType")))
      throw Fault("expected the `resourceType` and `id` of each resource that the one is to contain",
                  pointer);
    for (const auto& [known, other] : contained_) {
      if (known != id) continue;
      if (other == resource) return;
      throw Fault("two resources have the same id, so one resource can't contain them both", pointer);
    }
    if (contained_.size() >= kMostResources) throw Fault(tooManyResources(), pointer);
    contained_.emplace_back(id, std::move(resource));
  }

  // R4, dom-4: what is contained has no version of its own.
  static void dropVersion(Json& resource) {
    if (!memberOf(resource, "meta") || !resource["meta"].is_object()) return;
    Json& meta = resource["meta"];
    for (const char* name : {"versionId", "lastUpdated", "security"}) meta.erase(name);
    if (meta.empty()) resource.erase("meta");
  }

  void localize(std::string& reference) const {
    const Target target = targetOf(reference);
    if (target.form == Target::Form::kResource && moved_.count({target.type, target.id}) != 0)
      reference = "#" + target.id;
    if (target.form != Target::Form::kUrn) return;
    for (const auto& [type, id] : moved_)
      if (target.id == "urn:uuid:" + inSmallLetters(id)) reference = "#" + id;
  }

  Json anchor_;
  std::vector<std::pair<std::string, Json>> contained_;  // by id, in order
  std::set<std::pair<std::string, std::string>> moved_;  // type and id
};

bool isLinked(std::string_view key) {
  for (const ContextLink& link : kContextLinks)
    if (link.to == key) return true;
  return false;
}

}  // namespace

Json contextToFhir(std::string_view eventType, const Json& payload) {
  const std::vector<Entry> entries = entriesOf(payload);
  const Entry& anchor = anchorEntry(entries, eventType);
  Container container(*anchor.resource());
  std::vector<std::pair<std::string_view, std::string>> moved;
  for (const Entry& entry : entries) {
    if (entry.key == anchor.key || !isLinked(entry.key) || !entry.resource() ||
        !entry.resource()->is_object())
      continue;
    container.move(*entry.resource(), entry.resourcePointer());
    moved.emplace_back(entry.key, textOf(*entry.resource(), "id"));
  }
  container.linkAll(moved);
  return container.result();
}

}  // namespace cast::fhircast
