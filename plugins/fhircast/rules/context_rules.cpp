#include <array>
#include <map>
#include <set>

#include "fhir/reference.hpp"
#include "rules/rules.hpp"

namespace cast::fhircast {

namespace {

/// FHIRcast's key for a resource of this type: its name in small letters, but for two (2.3).
bool isKeyFor(std::string_view key, std::string_view type) {
  if (key == "study") return type == "ImagingStudy";
  if (key == "report") return type == "DiagnosticReport";
  if (key == "updates" || key == "content") return type == "Bundle";
  return key == inSmallLetters(type);
}

void judgeName(std::string_view eventType, const Json& payload) {
  const std::string_view name = textOf(payload, "hub.event");
  if (!name.empty() && inSmallLetters(name) != inSmallLetters(eventType))
    throw Fault("`hub.event` names another event than the event type does (FHIRcast 2.3)", "/hub.event");
}

void judgeKeys(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) {
    if (const Json* resource = entry.resource()) {
      if (!isKeyFor(entry.key, textOf(*resource, "resourceType")))
        throw Fault(
            "expected as key the resource's type in small letters, `study` for ImagingStudy or `report` for "
            "DiagnosticReport (FHIRcast 2.3)",
            entry.pointer + "/key");
    }
    const Json* data = memberOf(*entry.entry, "data");
    if (entry.key == "extension" && data && !data->is_object())
      throw Fault("expected an object: an extension's value is one (FHIRcast 2.8)", entry.pointer + "/data");
  }
}

bool mayRepeat(std::string_view key, std::string_view eventType) {
  if (key == "study") return eventType == "DiagnosticReport-open" || eventType == "DiagnosticReport-close";
  static const std::set<std::string_view> kOnce{"patient",    "encounter",        "report", "updates",
                                                "parameters", "operationoutcome", "content"};
  return kOnce.count(key) == 0;
}

void judgeCounts(std::string_view eventType, const std::vector<Entry>& entries) {
  std::set<std::string_view> seen;
  for (const Entry& entry : entries) {
    if (!seen.insert(entry.key).second && !mayRepeat(entry.key, eventType))
      throw Fault("expected at most one entry with this key: the context is about one (FHIRcast 2.3, 3)",
                  entry.pointer + "/key");
  }
}

// `report`, `patient` and `study` may be given by reference (3.6.3, 3.6.4): to such a resource, then.
void judgeEntryReferences(const std::vector<Entry>& entries) {
  static const std::map<std::string_view, std::string_view> kTypes{
      {"report", "DiagnosticReport"}, {"patient", "Patient"}, {"study", "ImagingStudy"}};
  for (const Entry& entry : entries) {
    const auto type = kTypes.find(entry.key);
    const Json* reference = memberOf(*entry.entry, "reference");
    if (type == kTypes.end() || !reference) continue;
    std::string pointer = entry.pointer + "/reference";
    if (reference->is_array() && !reference->empty()) {
      reference = &reference->front();
      pointer += "/0";
    }
    const Target target = targetOf(textOf(*reference, "reference"));
    if (target.form == Target::Form::kResource && target.type != type->second)
      throw Fault("expected a reference to a resource of the type " + std::string(type->second) +
                      " (FHIRcast 3.6.3, 3.6.4)",
                  pointer + "/reference");
  }
}

}  // namespace

std::vector<Entry> entriesOf(const Json& payload) {
  std::vector<Entry> entries;
  std::size_t index = 0;
  for (const Json& entry : arrayOf(payload, "context"))
    entries.push_back({&entry, pointerTo("/context", index++), textOf(entry, "key")});
  return entries;
}

void judgeContext(std::string_view eventType, const Json& payload, const std::vector<Entry>& entries) {
  judgeName(eventType, payload);
  judgeKeys(entries);
  judgeCounts(eventType, entries);
  judgeEntryReferences(entries);
}

}  // namespace cast::fhircast
