// The rules, each held against the examples that lie beside the schemas.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "fhircast.hpp"

namespace cast::fhircast {
namespace {

namespace fs = std::filesystem;

std::string contentsOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The event type whose examples lie in this directory; empty for those of a format.
std::string eventTypeOf(const std::string& directory) {
  static const std::map<std::string, std::string> kNames{{"patient", "Patient"},
                                                         {"encounter", "Encounter"},
                                                         {"imagingstudy", "ImagingStudy"},
                                                         {"diagnosticreport", "DiagnosticReport"},
                                                         {"home", "Home"},
                                                         {"syncerror", "SyncError"},
                                                         {"userlogout", "UserLogout"},
                                                         {"userhibernate", "UserHibernate"}};
  const auto dash = directory.find('-');
  const auto name = kNames.find(directory.substr(0, dash));
  if (name == kNames.end()) return {};
  return dash == std::string::npos ? name->second : name->second + directory.substr(dash);
}

std::optional<plugin::Fault> judged(const std::string& eventType, const std::string& payload) {
  try {
    FhirCast().judge(eventType, payload);
  } catch (const plugin::Fault& fault) {
    return fault;
  }
  return std::nullopt;
}

struct Broken {
  std::string example;  ///< DIRECTORY/bad-NAME
  std::string pointer;
};

void PrintTo(const Broken& broken, std::ostream* out) { *out << broken.example; }

// What a schema can't refuse, and where the rule points.
const std::vector<Broken>& broken() {
  static const std::vector<Broken> kBroken{
      {"patient-open/bad-two-patients", "/context/1/key"},
      {"patient-open/bad-anchor-twice", "/context/1/key"},
      {"patient-open/bad-name-of-another-event", "/hub.event"},
      {"patient-open/bad-key-in-capitals", "/context/1/key"},
      {"patient-open/bad-key-of-another-resource-type", "/context/1/key"},
      {"patient-open/bad-extension-is-no-object", "/context/1/data"},
      {"patient-close/bad-anchor-twice-among-many", "/context/7/key"},
      {"home-open/bad-name-of-another-event", "/hub.event"},
      {"imagingstudy-open/bad-two-encounters", "/context/3/key"},
      {"encounter-open/bad-encounter-of-another-patient", "/context/0/resource/subject/reference"},
      {"encounter-close/bad-encounter-of-another-patient-by-versioned-url",
       "/context/0/resource/subject/reference"},
      {"encounter-open/bad-subject-is-no-patient", "/context/0/resource/subject/reference"},
      {"encounter-open/bad-contained-patient-is-another", "/context/0/resource/subject/reference"},
      {"encounter-open/bad-contained-patient-is-not-there", "/context/0/resource/subject/reference"},
      {"encounter-open/bad-patient-by-another-urn", "/context/0/resource/subject/reference"},
      {"imagingstudy-open/bad-study-of-another-patient", "/context/0/resource/subject/reference"},
      {"imagingstudy-close/bad-encounter-of-another-patient", "/context/2/resource/subject/reference"},
      {"imagingstudy-open/bad-study-of-another-encounter", "/context/0/resource/encounter/reference"},
      {"diagnosticreport-open/bad-report-of-another-patient", "/context/0/resource/subject/reference"},
      {"diagnosticreport-open/bad-study-of-another-patient", "/context/2/resource/subject/reference"},
      {"diagnosticreport-open/bad-report-of-another-encounter", "/context/0/resource/encounter/reference"},
      {"diagnosticreport-close/bad-report-about-another-study", "/context/0/resource/imagingStudy"},
      {"diagnosticreport-update/bad-post", "/context/1/resource/entry/0/request/method"},
      {"diagnosticreport-update/bad-patch", "/context/1/resource/entry/0/request/method"},
      {"diagnosticreport-update/bad-put-without-resource", "/context/1/resource/entry/0"},
      {"diagnosticreport-update/bad-put-without-id", "/context/1/resource/entry/0/resource"},
      {"diagnosticreport-update/bad-put-to-another-url", "/context/1/resource/entry/0/request/url"},
      {"diagnosticreport-update/bad-put-to-another-full-url", "/context/1/resource/entry/0/fullUrl"},
      {"diagnosticreport-update/bad-delete-with-resource", "/context/1/resource/entry/0/resource"},
      {"diagnosticreport-update/bad-delete-names-nothing", "/context/1/resource/entry/0"},
      {"diagnosticreport-update/bad-delete-names-two", "/context/1/resource/entry/0/request/url"},
      {"diagnosticreport-update/bad-resource-twice", "/context/1/resource/entry/1"},
      {"diagnosticreport-update/bad-resource-twice-by-urn", "/context/1/resource/entry/1"},
      {"diagnosticreport-update/bad-delete-of-the-report", "/context/1/resource/entry/0"},
      {"diagnosticreport-update/bad-delete-of-the-patient", "/context/1/resource/entry/0"},
      {"diagnosticreport-update/bad-two-bundles", "/context/2/key"},
      {"diagnosticreport-update/bad-report-names-another-type", "/context/0/reference/reference"},
      {"diagnosticreport-select/bad-two-reports", "/context/1/key"},
      {"diagnosticreport-select/bad-report-names-another-type", "/context/0/reference/reference"},
      {"userlogout/bad-code-twice", "/context/0/resource/parameter/1/name"},
      {"userlogout/bad-parameters-twice", "/context/1/key"},
      {"userhibernate/bad-hub-twice", "/context/0/resource/parameter/2/name"},
      {"syncerror/bad-severity-error", "/context/0/resource/issue/0/severity"},
      {"syncerror/bad-without-diagnostics", "/context/0/resource/issue/0"},
      {"syncerror/bad-without-details", "/context/0/resource/issue/0"},
      {"syncerror/bad-without-event-id", "/context/0/resource/issue/0/details/coding"},
      {"syncerror/bad-event-name-twice", "/context/0/resource/issue/0/details/coding"},
      {"syncerror/bad-subscriber-without-code", "/context/0/resource/issue/0/details/coding/2"},
      {"syncerror/bad-two-processing-issues", "/context/0/resource/issue/1"},
      {"syncerror/bad-no-processing-issue", "/context/0/resource/issue"},
      {"syncerror/bad-two-outcomes", "/context/1/key"},
      {"syncerror/bad-fhir-severity-error", "/issue/0/severity"}};
  return kBroken;
}

class BrokenRule : public testing::TestWithParam<Broken> {};

TEST_P(BrokenRule, isRefusedAtItsPlaceInWordsThatNameTheSection) {
  const fs::path example = GetParam().example;
  const std::string payload = contentsOf(fs::path(FHIRCAST_EXAMPLES) / (example.string() + ".json"));
  ASSERT_FALSE(payload.empty());
  const auto fault = judged(eventTypeOf(example.parent_path().string()), payload);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->pointer(), GetParam().pointer);
  EXPECT_THAT(fault->what(), testing::HasSubstr("(FHIRcast "));
  for (const char* content : {"someone-else", "ewUbXT9RWEbSj5wPEdgRaBw3", "Acme", "Doe", "185444"})
    EXPECT_THAT(fault->what(), testing::Not(testing::HasSubstr(content)));
}

INSTANTIATE_TEST_SUITE_P(Each, BrokenRule, testing::ValuesIn(broken()), [](const auto& broken) {
  std::string name = broken.param.example;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
});

TEST(Rules, acceptEveryGoodExample) {
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(FHIRCAST_EXAMPLES)) {
    const std::string eventType = eventTypeOf(entry.path().parent_path().filename());
    if (!entry.is_regular_file() || eventType.empty()) continue;
    if (entry.path().filename().string().rfind("good-", 0) != 0) continue;
    const auto fault = judged(eventType, contentsOf(entry.path()));
    EXPECT_FALSE(fault) << entry.path() << " " << fault->pointer() << ": " << fault->what();
    ++count;
  }
  EXPECT_GT(count, 50U);
}

TEST(Rules, readNothingThatIsNotThere) {
  for (const std::string payload :
       {R"({"context":7})", R"({"context":[7,null,[],{"key":1},{"key":"study","resource":[]}]})",
        R"({"context":[{"key":"study","resource":{"subject":3}},{"key":"patient","resource":"x"}]})",
        R"({"context":[{"key":"report","reference":[]},{"key":"updates","resource":{"entry":{"a":1}}}]})",
        R"({"hub.event":4,"context":[{"key":"operationoutcome","resource":{"issue":"none"}}]})"}) {
    for (const char* eventType :
         {"Patient-open", "ImagingStudy-open", "DiagnosticReport-update", "SyncError", "UserLogout"})
      EXPECT_NO_FATAL_FAILURE(judged(eventType, payload)) << payload;
  }
}

TEST(Rules, leaveOtherFormatsAlone) {
  EXPECT_FALSE(
      judged("Patient-open", R"({"format":"proprietary","context":[{"key":"Patient"}],"hub.event":"x"})"));
}

TEST(Rules, findTheOneEntryOfTwentyThousandThatIsThereTwice) {
  std::string payload = R"({"context":[{"key":"report","reference":{"reference":"DiagnosticReport/r"}},)"
                        R"({"key":"updates","resource":{"resourceType":"Bundle","entry":[)";
  for (int i = 0; i < 20000; ++i)
    payload += R"({"fullUrl":"Observation/)" + std::to_string(i) + R"(","request":{"method":"DELETE"}},)";
  payload += R"({"fullUrl":"Observation/7","request":{"method":"DELETE"}}]}}]})";
  const auto fault = judged("DiagnosticReport-update", payload);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->pointer(), "/context/1/resource/entry/20000");
}

TEST(Rules, readAnObjectOfAHundredThousandMembersInNoTime) {
  std::string payload = R"({"context":[],"hub.event":"x")";
  for (int i = 0; i < 100000; ++i) payload += ",\"" + std::to_string(i) + "\":0";
  const auto fault = judged("Home-open", payload + "}");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->pointer(), "/hub.event");
}

}  // namespace
}  // namespace cast::fhircast
