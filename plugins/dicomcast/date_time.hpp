// Dates and times: DICOM's DA and TM (PS3.5 section 6.2) and the forms with hyphens and colons that payloads
// and FHIR use.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cast::dicomcast {

/// 20240115 -> 2024-01-15; nullopt for anything but a day of the calendar.
std::optional<std::string> isoOfDate(std::string_view date);

/// 2024-01-15, 2024.01.15 or 20240115 -> 20240115; nullopt for anything but a day of the calendar.
std::optional<std::string> dateOfIso(std::string_view text);

/// 10:30:00.5 or 103000.5 -> 103000.5; nullopt for anything but a time of day.
std::optional<std::string> timeOfIso(std::string_view text);

/// FHIR's dateTime of a DA, a TM and a Timezone Offset From UTC (0008,0201) such as +0100: with the time only
/// where all three are there, since FHIR wants an offset with every time. nullopt without a day.
std::optional<std::string> fhirDateTime(std::string_view date, std::string_view time,
                                        std::string_view offset);

struct DicomDateTime {
  std::string date;
  std::string time;    // may be empty
  std::string offset;  // likewise
};

/// The way back; nullopt where not at least a day is given.
std::optional<DicomDateTime> dicomDateTime(std::string_view fhir);

}  // namespace cast::dicomcast
