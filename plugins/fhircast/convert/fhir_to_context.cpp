// fhir -> fhircast: the resource under the key of the event's anchor, and beside it, under their keys, those
// contained in it that FHIRcast puts into a context. What else is contained goes with the resources that
// refer to it.
#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "convert/containment.hpp"
#include "convert/conversions.hpp"
#include "fhir/logical_id.hpp"

namespace cast::fhircast {

namespace {

std::string_view keyFor(std::string_view type) {
  static const std::map<std::string_view, std::string_view> kKeys{{"Patient", "patient"},
                                                                  {"Encounter", "encounter"},
                                                                  {"ImagingStudy", "study"},
                                                                  {"DiagnosticReport", "report"}};
  const auto found = kKeys.find(type);
  return found == kKeys.end() ? std::string_view{} : found->second;
}

// The id of a contained resource is its container's own; `patient` would name any patient.
bool isLocalName(std::string_view id, std::string_view type) {
  return inSmallLetters(id) == inSmallLetters(type);
}

bool isOpening(std::string_view eventType) {
  constexpr std::string_view kEnd = "-open";
  return eventType.size() > kEnd.size() && eventType.substr(eventType.size() - kEnd.size()) == kEnd;
}

/// A resource on its way into the context.
struct Member {
  std::string_view key;
  std::string localId;  ///< as it was referred to, `#localId`; empty for the anchor
  Json resource;
  std::string name;  ///< Type/id, as it is referred to in the context
};

/// The context that comes out of one resource.
class Context {
 public:
  /// `opens`: the event's profiles demand business identifiers.
  Context(std::string_view key, Json anchor, bool opens) : contained_(takeContained(anchor)), opens_(opens) {
    if (contained_.size() > kMostResources) throw Fault(tooManyResources(), "/contained");
    members_.push_back({key, {}, std::move(anchor), {}});
  }

  void build() {
    for (std::size_t i = 0; i < members_.size(); ++i) moveLinkedOf(i);
    for (Member& member : members_) nameIt(member);
    for (std::size_t i = 0; i < members_.size(); ++i) giveContained(i);
    for (Member& member : members_) rewrite(member);
  }

  const std::vector<Member>& members() const { return members_; }

 private:
  std::string pointerToContained(const std::string& localId) const {
    for (std::size_t i = 0; i < contained_.size(); ++i)
      if (textOf(contained_[i], "id") == localId) return pointerTo("/contained", i);
    return "/contained";
  }

  const Json* containedWith(std::string_view localId) const {
    for (const Json& resource : contained_)
      if (!localId.empty() && textOf(resource, "id") == localId) return &resource;
    return nullptr;
  }

  bool isMoved(std::string_view localId) const {
    return std::any_of(members_.begin(), members_.end(),
                       [&](const Member& m) { return !m.localId.empty() && m.localId == localId; });
  }

  // A context needs its patient. Of the others, one that the event's profile would not take stays where it
  // is.
  bool canStandAlone(const Json& resource) const {
    const std::string_view type = textOf(resource, "resourceType");
    if (type == "Patient" || !arrayOf(resource, "identifier").empty()) return true;
    if (isLocalName(textOf(resource, "id"), type)) return false;
    return !opens_ || (type == "ImagingStudy" && memberOf(resource, "basedOn"));
  }

  void moveLinkedOf(std::size_t index) {
    for (const ContextLink& link : kContextLinks) {
      if (textOf(members_[index].resource, "resourceType") != link.from) continue;
      const Json* member = memberOf(members_[index].resource, link.member);
      if (!member) continue;
      const Json references =
          link.many ? arrayOf(members_[index].resource, link.member) : Json::array({*member});
      for (const Json& reference : references) {
        const std::string_view literal = textOf(reference, "reference");
        if (literal.size() < 2 || literal.front() != '#' || isMoved(literal.substr(1))) continue;
        const Json* target = containedWith(literal.substr(1));
        if (target && textOf(*target, "resourceType") == link.type && canStandAlone(*target))
          members_.push_back({link.to, std::string(literal.substr(1)), *target, {}});
      }
    }
  }

  // A resource without an id that could be used elsewhere is named by its identifier.
  void nameIt(Member& member) const {
    const std::string type(textOf(member.resource, "resourceType"));
    const std::string_view id = textOf(member.resource, "id");
    if (!isId(id) || (!member.localId.empty() && isLocalName(id, type))) {
      const Json& identifiers = arrayOf(member.resource, "identifier");
      const auto known = std::find_if(identifiers.begin(), identifiers.end(), [](const Json& identifier) {
        return !textOf(identifier, "value").empty();
      });
      if (known == identifiers.end())
        throw Fault("expected an `id` or an `identifier`: in a context, a resource is known by them",
                    member.localId.empty() ? "" : pointerToContained(member.localId));
      member.resource["id"] = idFrom(type, *known);
    }
    member.name = type + "/" + std::string(textOf(member.resource, "id"));
  }

  // The contained resources that `tree` refers to, and those that these refer to.
  void collect(const Json& tree, std::set<std::string>& found) const {
    std::vector<const Json*> open{&tree};
    while (!open.empty()) {
      Json next = *open.back();
      open.pop_back();
      forEachReference(next, [&](std::string& reference) {
        if (reference.size() < 2 || reference.front() != '#' || isMoved(reference.substr(1))) return;
        const Json* contained = containedWith(reference.substr(1));
        if (contained && found.insert(reference.substr(1)).second) open.push_back(contained);
      });
    }
  }

  // The anchor keeps what nobody else refers to.
  void giveContained(std::size_t index) {
    std::set<std::string> wanted;
    collect(members_[index].resource, wanted);
    if (index == 0) {
      std::set<std::string> others;
      for (std::size_t i = 1; i < members_.size(); ++i) collect(members_[i].resource, others);
      for (const Json& resource : contained_) {
        const std::string id(textOf(resource, "id"));
        if (!isMoved(id) && others.count(id) == 0) wanted.insert(id);
      }
    }
    Json given = Json::array();
    for (const Json& resource : contained_) {
      const std::string id(textOf(resource, "id"));
      if (!isMoved(id) && wanted.count(id) != 0) given.push_back(resource);
    }
    if (!given.empty()) members_[index].resource["contained"] = std::move(given);
  }

  void rewrite(Member& member) const {
    const bool isAnchor = member.localId.empty();
    forEachReference(member.resource, [&](std::string& reference) {
      if (reference == "#" && !isAnchor) reference = members_.front().name;
      if (reference.size() < 2 || reference.front() != '#') return;
      for (const Member& other : members_)
        if (!other.localId.empty() && other.localId == reference.substr(1)) {
          reference = other.name;
          return;
        }
    });
  }

  Json contained_;
  bool opens_;
  std::vector<Member> members_;  // the anchor first
};

// What the profiles of the event demand of its resources, and a resource that was not made for the event may
// lack.
void demandProfile(std::string_view eventType, const std::vector<Member>& members) {
  const bool opens = isOpening(eventType);
  const std::string_view anchor = members.front().key;
  const bool hasPatient = std::any_of(members.begin(), members.end(),
                                      [](const Member& member) { return member.key == "patient"; });
  const std::string subject(textOf(objectOf(members.front().resource, "subject"), "reference"));
  const bool needsPatient = anchor == "encounter" || anchor == "report" ||
                            (anchor == "study" && opens && subject.find("Patient/") != std::string::npos);
  if (needsPatient && !hasPatient)
    throw Fault("expected the patient as a contained resource: the context has the patient too (FHIRcast 3)",
                "/subject");
  if (!opens) return;
  for (const Member& member : members) {
    const bool byOrder =
        (member.key == "study" || member.key == "report") && memberOf(member.resource, "basedOn");
    if (arrayOf(member.resource, "identifier").empty() && !byOrder)
      throw Fault("expected a business identifier of each resource that is opened (FHIRcast 3)",
                  member.localId.empty() ? "/identifier" : "/contained");
  }
}

}  // namespace

Json fhirToContext(std::string_view eventType, const Json& payload) {
  const std::string_view type = textOf(payload, "resourceType");
  const Anchor* anchor = anchorOf(eventType);
  const std::string_view key = anchor ? anchor->key : keyFor(type);
  if (anchor ? type != anchor->resourceType : key.empty())
    throw Fault("expected " +
                    (anchor ? std::string(anchor->resourceType) : "a resource that FHIRcast has a key for") +
                    ": that is what the event is about",
                "/resourceType");
  Json resource = payload;
  resource.erase("format");
  Json result{{"format", "fhircast"}, {"context", Json::array()}};
  if (keyFor(type).empty()) {  // OperationOutcome and Parameters stand alone
    result["context"].push_back({{"key", key}, {"resource", std::move(resource)}});
    return result;
  }
  Context context(key, std::move(resource), anchor && isOpening(eventType));
  context.build();
  if (anchor) demandProfile(eventType, context.members());
  for (const Member& member : context.members())
    result["context"].push_back({{"key", member.key}, {"resource", member.resource}});
  return result;
}

}  // namespace cast::fhircast
