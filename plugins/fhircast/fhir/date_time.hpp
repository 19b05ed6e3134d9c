// Dates and times of any precision, as FHIR (R4, 2.24.0.1: date, dateTime, instant) and HL7 v2 (chapter 2A:
// DTM) write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cast::fhircast {

struct DateTime {
  std::string date;  ///< YYYY, YYYY-MM or YYYY-MM-DD, a day there is
  std::string time;  ///< hh:mm:ss, with or without a fraction; empty: not known
  std::string zone;  ///< Z or +hh:mm; empty: not known

  bool isInstant() const { return !time.empty() && !zone.empty(); }
  /// FHIR's dateTime: with its time where the zone is known too, which FHIR demands; else the date alone.
  std::string asDateTime() const { return isInstant() ? date + "T" + time + zone : date; }
};

/// FHIR's date or dateTime; the zone may be missing. nullopt: it is neither.
std::optional<DateTime> readDateTime(std::string_view text);

/// YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]; a time without minutes is left out. nullopt: it is none.
std::optional<DateTime> readHl7DateTime(std::string_view text);

}  // namespace cast::fhircast
