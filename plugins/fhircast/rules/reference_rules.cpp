#include <algorithm>
#include <array>
#include <set>

#include "fhir/reference.hpp"
#include "rules/rules.hpp"

namespace cast::fhircast {

namespace {

/// `member` of the resource under `from` refers to the resource under `to`, where both are in the context.
struct Link {
  std::string_view from;
  std::string_view member;
  std::string_view to;
  std::string_view type;
  std::string_view section;
};

constexpr std::array<Link, 5> kLinks{{{"encounter", "subject", "patient", "Patient", "3.4.1"},
                                      {"study", "subject", "patient", "Patient", "3.5.1"},
                                      {"study", "encounter", "encounter", "Encounter", "3.5.1"},
                                      {"report", "subject", "patient", "Patient", "3.6.1"},
                                      {"report", "encounter", "encounter", "Encounter", "3.6.1"}}};

const Json* resourceUnder(const std::vector<Entry>& entries, std::string_view key) {
  for (const Entry& entry : entries)
    if (entry.key == key) return entry.resource();
  return nullptr;
}

bool hasIdentifier(const Json& resource, std::string_view system, std::string_view value) {
  const Json& identifiers = arrayOf(resource, "identifier");
  return std::any_of(identifiers.begin(), identifiers.end(), [&](const Json& identifier) {
    return textOf(identifier, "value") == value && textOf(identifier, "system") == system;
  });
}

// A contained copy is the resource of the context where it has its id or one of its identifiers.
bool isSame(const Json& copy, const Json& resource) {
  if (!textOf(copy, "id").empty() && textOf(copy, "id") == textOf(resource, "id")) return true;
  const Json& identifiers = arrayOf(copy, "identifier");
  return std::any_of(identifiers.begin(), identifiers.end(), [&](const Json& identifier) {
    return !textOf(identifier, "value").empty() &&
           hasIdentifier(resource, textOf(identifier, "system"), textOf(identifier, "value"));
  });
}

const Json* containedIn(const Json& owner, std::string_view id) {
  for (const Json& contained : arrayOf(owner, "contained"))
    if (textOf(contained, "id") == id) return &contained;
  return nullptr;
}

bool urnNames(const std::string& urn, const Json& resource) {
  constexpr std::string_view kUuid = "urn:uuid:";
  if (urn.rfind(kUuid, 0) == 0 && urn.substr(kUuid.size()) == inSmallLetters(textOf(resource, "id")))
    return true;
  const Json& identifiers = arrayOf(resource, "identifier");
  return std::any_of(identifiers.begin(), identifiers.end(), [&](const Json& identifier) {
    return inSmallLetters(textOf(identifier, "value")) == urn;
  });
}

void judgeLink(const Link& link, const Json& owner, const Json& reference, const std::string& pointer,
               const Json& resource) {
  const std::string wanted = "expected a reference to the resource under the key `" + std::string(link.to) +
                             "` of this context (FHIRcast " + std::string(link.section) + "); found ";
  const std::string_view literal = textOf(reference, "reference");
  if (literal.empty()) {
    const std::string_view type = textOf(reference, "type");
    if (!type.empty() && type != link.type) throw Fault(wanted + "one to another type", pointer + "/type");
    return;
  }
  const std::string at = pointer + "/reference";
  const Target target = targetOf(literal);
  switch (target.form) {
    case Target::Form::kContained: {
      const Json* contained = containedIn(owner, target.id);
      if (!contained) throw Fault(wanted + "one to a contained resource that is not there", at);
      if (textOf(*contained, "resourceType") != link.type)
        throw Fault(wanted + "one to a contained resource of another type", at);
      if (!isSame(*contained, resource))
        throw Fault(wanted + "one to a contained resource with neither its id nor one of its identifiers",
                    at);
      return;
    }
    case Target::Form::kUrn:
      if (!urnNames(target.id, resource))
        throw Fault(wanted + "a URN that is neither its id nor one of its identifiers", at);
      return;
    case Target::Form::kResource:
      if (target.type != link.type) throw Fault(wanted + "one to another type", at);
      if (target.id != textOf(resource, "id")) throw Fault(wanted + "one to another id", at);
      return;
    case Target::Form::kOther:
      return;
  }
}

// A report that lists studies, of which there may be prior ones, lists those of the context (3.6.1).
void judgeStudiesOfReport(const std::vector<Entry>& entries) {
  const auto report =
      std::find_if(entries.begin(), entries.end(), [](const Entry& entry) { return entry.key == "report"; });
  if (report == entries.end() || !report->resource()) return;
  std::set<std::string> listed;
  for (const Json& reference : arrayOf(*report->resource(), "imagingStudy")) {
    const Target target = targetOf(textOf(reference, "reference"));
    if (target.form != Target::Form::kResource) return;
    listed.insert(target.id);
  }
  if (listed.empty()) return;
  for (const Entry& entry : entries) {
    const Json* study = entry.key == "study" ? entry.resource() : nullptr;
    if (study && listed.count(std::string(textOf(*study, "id"))) == 0)
      throw Fault("expected a reference to each study of this context too (FHIRcast 3.6.1)",
                  report->resourcePointer() + "/imagingStudy");
  }
}

}  // namespace

void judgeReferences(const std::vector<Entry>& entries) {
  for (const Link& link : kLinks) {
    const Json* resource = resourceUnder(entries, link.to);
    if (!resource) continue;
    for (const Entry& entry : entries) {
      const Json* owner = entry.key == link.from ? entry.resource() : nullptr;
      const Json* reference = owner ? memberOf(*owner, link.member) : nullptr;
      if (reference)
        judgeLink(link, *owner, *reference, pointerTo(entry.resourcePointer(), link.member), *resource);
    }
  }
  judgeStudiesOfReport(entries);
}

}  // namespace cast::fhircast
