// What holding a payload against its schema and its variant's rules costs, in the time of one thread. The
// payloads are the plugins' own examples.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <string>

#include "variant/variants.hpp"

namespace {

const cast::hub::Variants& variants() {
  static cast::hub::Variants all([](const std::string&) {});
  static const bool loaded = (all.loadDirectory(CAST_PLUGIN_DIR), true);
  (void)loaded;
  return all;
}

std::string exampleIn(const std::string& path) {
  std::ifstream file(CAST_SOURCE_DIR "/plugins/" + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void validate(benchmark::State& state, const std::string& eventType, const std::string& payload, bool fits) {
  if (payload.empty() || variants().validate(eventType, payload).has_value() == fits) {
    state.SkipWithError(("the payload of " + eventType + " is not judged as it should be").c_str());
    return;
  }
  // NOLINTNEXTLINE(clang-analyzer-deadcode.DeadStores): that is how the library counts
  for (auto _ : state) benchmark::DoNotOptimize(variants().validate(eventType, payload));
}

}  // namespace

BENCHMARK_CAPTURE(validate, unknown_type, "acme:hello", R"({"studyInstanceUID":"1.2.840"})", true);
BENCHMARK_CAPTURE(validate, user_click, "user-click",
                  R"({"elementId":"b","elementType":"button","coordinates":{"x":150,"y":200},
                      "timestamp":"2024-01-15T10:30:00Z"})",
                  true);
BENCHMARK_CAPTURE(validate, patient_open, "patient-open",
                  exampleIn("fhircast/examples/patient-open/good-native.json"), true);
BENCHMARK_CAPTURE(validate, patient_open_refused, "patient-open", R"({"patientName":"John Doe"})", false);
BENCHMARK_CAPTURE(validate, study, "dicom-study-view",
                  exampleIn("dicomcast/examples/dicom-study/good-example-2.json"), true);
BENCHMARK_CAPTURE(validate, tool_tracked, "navi:tool-tracked",
                  exampleIn("navicast/examples/navi-tool-tracked/good-matrix.json"), true);

BENCHMARK_MAIN();
