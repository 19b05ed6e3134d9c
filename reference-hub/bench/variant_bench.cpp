// What holding a payload against its schema costs, in the time of one thread.
#include <benchmark/benchmark.h>

#include <string>

#include "variant/variants.hpp"

namespace {

const cast::hub::Variants& variants() {
  static cast::hub::Variants all([](const std::string&) {});
  static const bool loaded = (all.loadDirectory(CAST_PLUGIN_DIR), true);
  (void)loaded;
  return all;
}

void validate(benchmark::State& state, const std::string& eventType, const std::string& payload) {
  for (auto _ : state) benchmark::DoNotOptimize(variants().validate(eventType, payload));
}

}  // namespace

BENCHMARK_CAPTURE(validate, unknown_type, "study-view", R"({"studyInstanceUID":"1.2.840"})");
BENCHMARK_CAPTURE(
    validate, patient_open, "patient-open",
    R"({"patientId":"pat-001","patientName":"John Doe","dateOfBirth":"1980-01-15","mrn":"MRN-12345",
                      "identifiers":[{"system":"http://hospital.example.com/mrn","value":"MRN-12345"}]})");
BENCHMARK_CAPTURE(validate, user_click, "user-click",
                  R"({"elementId":"b","elementType":"button","coordinates":{"x":150,"y":200},
                      "timestamp":"2024-01-15T10:30:00Z"})");
BENCHMARK_CAPTURE(
    validate, study_view, "dicom-study-view",
    R"({"format":"dicom","studyId":"study-456","studyInstanceUID":"1.2.840.113619.2.55.3.1234567890",
                      "modality":"CT","bodyPart":"CHEST","studyDate":"2024-01-15","patientId":"pat-001"})");
BENCHMARK_CAPTURE(validate, tool_tracked, "navi:tool-tracked",
                  R"({"coordinateFrame":"RAS","units":"mm","toolId":"pointer-1","status":"visible",
                      "matrix":[1,0,0,12.5,0,1,0,-33.1,0,0,1,80,0,0,0,1]})");
BENCHMARK_CAPTURE(validate, patient_open_refused, "patient-open", R"({"patientName":"John Doe"})");

BENCHMARK_MAIN();
