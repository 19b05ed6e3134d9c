#include <set>

#include "fhir/reference.hpp"
#include "rules/rules.hpp"

namespace cast::fhircast {

namespace {

/// "Type/id" for a URL that names a resource, the URN for one; else empty: a URL such as the hub's own, which
/// the profile's example has, says nothing.
std::string nameIn(std::string_view url) {
  const Target target = targetOf(url);
  if (target.form == Target::Form::kResource) return target.type + "/" + target.id;
  return target.form == Target::Form::kUrn ? target.id : std::string{};
}

bool isUrn(const std::string& name) { return name.rfind("urn:", 0) == 0; }

std::string nameOf(const Json& resource) {
  return std::string(textOf(resource, "resourceType")) + "/" + std::string(textOf(resource, "id"));
}

/// What an entry's members name; empty where they don't.
struct Names {
  std::string fullUrl;
  std::string url;
  std::string resource;
};

Names judgePut(const Json& entry, const std::string& pointer) {
  const Json* resource = memberOf(entry, "resource");
  if (!resource) throw Fault("expected the resource that PUT adds or changes (FHIRcast 3.6.3)", pointer);
  if (!isId(textOf(*resource, "id")))
    throw Fault("expected the id of the resource that PUT adds or changes (FHIRcast 3.6.3)",
                pointer + "/resource");
  Names names{nameIn(textOf(entry, "fullUrl")), nameIn(textOf(objectOf(entry, "request"), "url")),
              nameOf(*resource)};
  if (!names.url.empty() && !isUrn(names.url) && names.url != names.resource)
    throw Fault("expected the type and id of the entry's resource (FHIRcast 3.6.3)",
                pointer + "/request/url");
  if (!names.fullUrl.empty() && !isUrn(names.fullUrl) && names.fullUrl != names.resource)
    throw Fault("expected the type and id of the entry's resource (FHIRcast 3.6.3)", pointer + "/fullUrl");
  return names;
}

Names judgeDelete(const Json& entry, const std::string& pointer) {
  if (memberOf(entry, "resource"))
    throw Fault("expected no resource: DELETE names it in `fullUrl` (FHIRcast 3.6.3)", pointer + "/resource");
  Names names{nameIn(textOf(entry, "fullUrl")), nameIn(textOf(objectOf(entry, "request"), "url")), {}};
  if (names.fullUrl.empty() && names.url.empty())
    throw Fault("expected in `fullUrl` the type and id of the resource that DELETE removes (FHIRcast 3.6.3)",
                pointer);
  const bool comparable =
      !names.fullUrl.empty() && !names.url.empty() && !isUrn(names.fullUrl) && !isUrn(names.url);
  if (comparable && names.fullUrl != names.url)
    throw Fault("expected the same resource as in `fullUrl` (FHIRcast 3.6.3)", pointer + "/request/url");
  return names;
}

// The resources that the context itself consists of, which no update removes (2.10).
std::set<std::string> contextNames(const std::vector<Entry>& entries) {
  std::set<std::string> names;
  for (const Entry& entry : entries) {
    if (entry.key == "updates") continue;
    if (entry.resource()) names.insert(nameOf(*entry.resource()));
    const Json* reference = memberOf(*entry.entry, "reference");
    if (reference && reference->is_array() && !reference->empty()) reference = &reference->front();
    if (reference) names.insert(nameIn(textOf(*reference, "reference")));
  }
  names.erase("");
  return names;
}

void judgeBundle(const Json& bundle, const std::string& base, const std::set<std::string>& context) {
  std::set<std::string> seen;
  std::size_t index = 0;
  for (const Json& entry : arrayOf(bundle, "entry")) {
    const std::string pointer = base + "/entry/" + std::to_string(index++);
    const std::string_view method = textOf(objectOf(entry, "request"), "method");
    if (method != "PUT" && method != "DELETE")
      throw Fault("expected PUT or DELETE: an update has no other method (FHIRcast 3.6.3)",
                  pointer + (memberOf(entry, "request") ? "/request/method" : "/request"));
    const Names names = method == "PUT" ? judgePut(entry, pointer) : judgeDelete(entry, pointer);
    for (const std::string& name : std::set<std::string>{names.fullUrl, names.url, names.resource}) {
      if (name.empty()) continue;
      if (!seen.insert(name).second)
        throw Fault("expected each resource once in an update (FHIRcast 3.6.3)", pointer);
      if (method == "DELETE" && context.count(name) != 0)
        throw Fault("expected a resource of the content: those of the open context stay (FHIRcast 2.10)",
                    pointer);
    }
  }
}

}  // namespace

void judgeUpdates(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) {
    if (entry.key == "updates" && entry.resource())
      judgeBundle(*entry.resource(), entry.resourcePointer(), contextNames(entries));
  }
}

}  // namespace cast::fhircast
