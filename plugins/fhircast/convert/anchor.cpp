#include <array>
#include <utility>

#include "convert/conversions.hpp"

namespace cast::fhircast {

const Anchor* anchorOf(std::string_view eventType) {
  static constexpr std::array<std::pair<std::string_view, Anchor>, 11> kAnchors{
      {{"Patient-open", {"patient", "Patient"}},
       {"Patient-close", {"patient", "Patient"}},
       {"Encounter-open", {"encounter", "Encounter"}},
       {"Encounter-close", {"encounter", "Encounter"}},
       {"ImagingStudy-open", {"study", "ImagingStudy"}},
       {"ImagingStudy-close", {"study", "ImagingStudy"}},
       {"DiagnosticReport-open", {"report", "DiagnosticReport"}},
       {"DiagnosticReport-close", {"report", "DiagnosticReport"}},
       {"SyncError", {"operationoutcome", "OperationOutcome"}},
       {"UserLogout", {"parameters", "Parameters"}},
       {"UserHibernate", {"parameters", "Parameters"}}}};
  for (const auto& [name, anchor] : kAnchors)
    if (name == eventType) return &anchor;
  return nullptr;
}

}  // namespace cast::fhircast
