// The variant's own code: which conversion answers for which pair of formats.
#include <array>
#include <cast/plugin.hpp>

#include "conversions.hpp"
#include "data_dictionary.hpp"

namespace cast::dicomcast {
namespace {

struct Step {
  std::string_view from;
  std::string_view to;
  Json (*convert)(const Json& payload);
};

constexpr std::array kSteps{
    Step{"dicom", "dicom+json", keywordsToModel},
    Step{"dicom+json", "dicom", modelToKeywords},
    Step{"dicom+json", "fhir", modelToFhir},
    Step{"fhir", "dicom+json", fhirToModel},
    Step{"application/dicom", "dicom+json", fileToModel},
    Step{"dicom+json", "application/dicom", modelToFile},
};

class DicomCast : public plugin::Plugin {
 public:
  std::string convert(const plugin::Conversion& conversion, std::string_view payload) const override {
    if (!dictionaryLoaded())
      throw Fault("DCMTK's data dictionary is not installed (Debian package libdcmtk17)");
    for (const auto& step : kSteps)
      if (step.from == conversion.from && step.to == conversion.to)
        return plugin::writePayload(step.convert(plugin::readPayload(payload)));
    return Plugin::convert(conversion, payload);
  }
};

}  // namespace
}  // namespace cast::dicomcast

CAST_PLUGIN(cast::dicomcast::DicomCast)
