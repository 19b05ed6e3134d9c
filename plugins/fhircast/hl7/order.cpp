#include <array>
#include <utility>

#include "hl7/resources.hpp"

namespace cast::fhircast::hl7 {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Table 0038 (ORC-5), then table 0119 (ORC-1), as FHIR's request status.
constexpr std::array<Pair, 9> kOrderStatuses{{{"A", "active"},
                                              {"IP", "active"},
                                              {"SC", "active"},
                                              {"HD", "on-hold"},
                                              {"CM", "completed"},
                                              {"CA", "revoked"},
                                              {"DC", "revoked"},
                                              {"RP", "revoked"},
                                              {"ER", "entered-in-error"}}};
constexpr std::array<Pair, 5> kControls{
    {{"NW", "active"}, {"CA", "revoked"}, {"DC", "revoked"}, {"HD", "on-hold"}, {"RL", "active"}}};
// Table 0123.
constexpr std::array<Pair, 9> kReportStatuses{{{"O", "registered"},
                                               {"I", "registered"},
                                               {"S", "registered"},
                                               {"A", "partial"},
                                               {"R", "partial"},
                                               {"P", "preliminary"},
                                               {"F", "final"},
                                               {"C", "corrected"},
                                               {"X", "cancelled"}}};
// Table 0485, as OBR-5 has it.
constexpr std::array<Pair, 3> kPriorities{{{"S", "stat"}, {"A", "asap"}, {"R", "routine"}}};

template <std::size_t kSize>
std::string_view found(const std::array<Pair, kSize>& table, std::string_view code) {
  for (const auto& [known, meaning] : table)
    if (known == code) return meaning;
  return {};
}

// The numbers of placer and filler: ORC's, else OBR's.
void setIdentifiers(Json& resource, const Segment& obr, const Segment* orc) {
  static constexpr std::array<std::pair<std::size_t, std::string_view>, 2> kNumbers{
      {{2, "PLAC"}, {3, "FILL"}}};
  for (const auto& [number, type] : kNumbers) {
    Json identifier = orc ? identifierOfEntity(orc->field(number), type) : Json(nullptr);
    if (identifier.is_null()) identifier = identifierOfEntity(obr.field(number), type);
    if (!identifier.is_null()) append(resource, "identifier", std::move(identifier));
  }
}

std::string_view orderStatusOf(const Segment* orc) {
  if (!orc) return "unknown";
  if (const std::string_view status = found(kOrderStatuses, orc->field(5).text()); !status.empty())
    return status;
  const std::string_view status = found(kControls, orc->field(1).text());
  return status.empty() ? "unknown" : status;
}

void setEffective(Json& report, const Segment& obr, const Origin& origin) {
  const std::string start = dateTimeOf(obr.field(7), origin, "OBR-7");
  const std::string end = dateTimeOf(obr.field(8), origin, "OBR-8");
  if (end.empty()) {
    if (!start.empty()) report["effectiveDateTime"] = start;
    return;
  }
  if (!start.empty()) report["effectivePeriod"]["start"] = start;
  report["effectivePeriod"]["end"] = end;
}

}  // namespace

Json serviceRequestOf(const Segment& obr, const Segment* orc, const Origin& origin) {
  Json request{{"resourceType", "ServiceRequest"}, {"status", orderStatusOf(orc)}};
  request["intent"] = obr.field(11).text() == "G" ? "reflex-order" : "order";
  setIdentifiers(request, obr, orc);
  if (Json code = conceptOf(obr.field(4), ""); !code.is_null()) request["code"] = std::move(code);
  if (const std::string_view priority = found(kPriorities, obr.field(5).text()); !priority.empty())
    request["priority"] = priority;
  if (std::string time = dateTimeOf(obr.field(6), origin, "OBR-6"); !time.empty())
    request["occurrenceDateTime"] = std::move(time);
  if (orc)
    if (std::string time = dateTimeOf(orc->field(9), origin, "ORC-9"); !time.empty())
      request["authoredOn"] = std::move(time);
  Json requester = orc ? practitionerOf(orc->field(12), "Practitioner") : Json(nullptr);
  if (requester.is_null()) requester = practitionerOf(obr.field(16), "Practitioner");
  if (!requester.is_null()) request["requester"] = std::move(requester);
  for (const Value& reason : obr.repetitions(31))
    if (Json made = conceptOf(reason, ""); !made.is_null()) append(request, "reasonCode", std::move(made));
  return request;
}

Json diagnosticReportOf(const Segment& obr, const Origin& origin) {
  Json report{{"resourceType", "DiagnosticReport"}};
  const std::string_view status = found(kReportStatuses, obr.field(25).text());
  report["status"] = status.empty() ? "unknown" : status;
  setIdentifiers(report, obr, nullptr);
  Json code = conceptOf(obr.field(4), "");
  report["code"] = code.is_null() ? absentElement() : std::move(code);
  if (Json section = conceptOf(obr.field(24), "0074"); !section.is_null())
    append(report, "category", std::move(section));
  setEffective(report, obr, origin);
  // `issued` is an instant: a time without its zone is none.
  if (const std::string issued = dateTimeOf(obr.field(22), origin, "OBR-22"); issued.size() > 10)
    report["issued"] = issued;
  return report;
}

}  // namespace cast::fhircast::hl7
