// Resources of a context and resources contained in one: which refer to which, and how those references are
// rewritten where a resource moves from the one place to the other (FHIR R4, 2.3.0.6 contained resources).
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>

#include "fhir/element.hpp"

namespace cast::fhircast {

/// `member` of a resource of the type `from` refers to what FHIRcast puts under the key `to`.
struct ContextLink {
  std::string_view from;
  std::string_view member;
  std::string_view to;
  std::string_view type;
  bool many;  ///< an array of references
};

inline constexpr std::array<ContextLink, 6> kContextLinks{
    {{"Encounter", "subject", "patient", "Patient", false},
     {"ImagingStudy", "subject", "patient", "Patient", false},
     {"ImagingStudy", "encounter", "encounter", "Encounter", false},
     {"DiagnosticReport", "subject", "patient", "Patient", false},
     {"DiagnosticReport", "encounter", "encounter", "Encounter", false},
     {"DiagnosticReport", "imagingStudy", "study", "ImagingStudy", true}}};

/// Most resources that one contains; the time for moving them grows with the square of it.
inline constexpr std::size_t kMostResources = 200;
inline std::string tooManyResources() {
  return "expected at most " + std::to_string(kMostResources) + " resources in one";
}

/// Calls `rewrite` with the text of every literal reference (`{"reference": "..."}`) anywhere in the tree.
/// Recursion is bounded by the depth of what readPayload() reads.
void forEachReference(Json& tree, const std::function<void(std::string&)>& rewrite);

/// Takes the array `contained` out of the resource.
Json takeContained(Json& resource);

}  // namespace cast::fhircast
