#include "fhircast.hpp"
#include "rules/rules.hpp"

namespace cast::fhircast {

namespace {

// What a payload is in, as the hub sees it: its `format`, FHIR's `resourceType`, else this variant's own.
std::string_view formatOf(const Json& payload) {
  const std::string_view format = textOf(payload, "format");
  if (!format.empty()) return format;
  return memberOf(payload, "resourceType") ? "fhir" : "fhircast";
}

void judgeOutcomeOrParameters(std::string_view eventType, const Json& resource, const std::string& pointer) {
  if (eventType == "SyncError") judgeSyncError(resource, pointer);
  if (eventType == "UserLogout" || eventType == "UserHibernate") judgeParameters(resource, pointer);
}

}  // namespace

void FhirCast::judge(std::string_view eventType, std::string_view text) const {
  const Json payload = plugin::readPayload(text);
  const std::string_view format = formatOf(payload);
  if (format == "fhir") judgeOutcomeOrParameters(eventType, payload, "");
  if (format != "fhircast") return;
  const std::vector<Entry> entries = entriesOf(payload);
  judgeContext(eventType, payload, entries);
  judgeReferences(entries);
  judgeUpdates(entries);
  for (const Entry& entry : entries) {
    if (entry.resource()) judgeOutcomeOrParameters(eventType, *entry.resource(), entry.resourcePointer());
  }
}

}  // namespace cast::fhircast
