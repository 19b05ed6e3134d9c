// Every schema the project ships is held against its examples and counter-examples, which lie beside it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "variant/variants.hpp"

namespace cast::hub {
namespace {

namespace fs = std::filesystem;

std::string contentsOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct Example {
  std::string eventType;
  fs::path file;
};

void PrintTo(const Example& example, std::ostream* out) { *out << example.eventType << " " << example.file; }

// A variant's directory: its manifest, and `examples/NAME/` for each schema NAME.schema.json.
struct Source {
  fs::path directory;
  std::string manifest;
};

std::vector<Source> sources() {
  const fs::path root = CAST_SOURCE_DIR;
  return {{root / "schemas/core", "events.json"},
          {root / "plugins/dicomcast", "manifest.json"},
          {root / "plugins/fhircast", "manifest.json"},
          {root / "plugins/navicast", "manifest.json"}};
}

nlohmann::json eventsOf(const Source& source) {
  return nlohmann::json::parse(contentsOf(source.directory / source.manifest)).at("events");
}

std::string nameOfSchema(const nlohmann::json& event) {
  const std::string file = event.at("schema");
  return file.substr(0, file.find(".schema.json"));
}

std::vector<Example> examples(const std::string& prefix) {
  std::vector<Example> found;
  for (const auto& source : sources())
    for (const auto& event : eventsOf(source))
      for (const auto& entry : fs::directory_iterator(source.directory / "examples" / nameOfSchema(event)))
        if (entry.path().filename().string().rfind(prefix, 0) == 0)
          found.push_back({event.at("eventType"), entry.path()});
  return found;
}

const Variants& variants() {
  static const auto loaded = [] {
    auto all = std::make_unique<Variants>([](const std::string& line) { ADD_FAILURE() << line; });
    all->loadDirectory(CAST_PLUGIN_DIR);
    return all;
  }();
  return *loaded;
}

std::string testName(const testing::TestParamInfo<Example>& info) {
  std::string name = info.param.eventType + "_" + info.param.file.stem().string();
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
}

class GoodExample : public testing::TestWithParam<Example> {};
class BadExample : public testing::TestWithParam<Example> {};

TEST_P(GoodExample, isAccepted) {
  const auto rejection = variants().validate(GetParam().eventType, contentsOf(GetParam().file));
  EXPECT_FALSE(rejection) << rejection->pointer << ": " << rejection->detail;
}

TEST_P(BadExample, isRefusedAtAPlaceInThePayloadAndInWords) {
  const auto rejection = variants().validate(GetParam().eventType, contentsOf(GetParam().file));
  ASSERT_TRUE(rejection);
  EXPECT_EQ(rejection->status, 422);
  EXPECT_EQ(rejection->kind, "invalid-payload");
  EXPECT_EQ(rejection->pointer.rfind("/payload", 0), 0U) << rejection->pointer;
  EXPECT_EQ(rejection->detail.rfind("payload of " + GetParam().eventType + ": ", 0), 0U) << rejection->detail;
  EXPECT_EQ(rejection->detail.find("breaks a rule of the schema"), std::string::npos) << rejection->detail;
}

INSTANTIATE_TEST_SUITE_P(Shipped, GoodExample, testing::ValuesIn(examples("good-")), testName);
INSTANTIATE_TEST_SUITE_P(Shipped, BadExample, testing::ValuesIn(examples("bad-")), testName);

TEST(ShippedSchemas, haveEachAnExampleAndACounterExample) {
  for (const auto& source : sources()) {
    std::set<std::string> schemas;
    for (const auto& event : eventsOf(source)) schemas.insert(nameOfSchema(event));
    std::set<std::string> directories;
    for (const auto& directory : fs::directory_iterator(source.directory / "examples")) {
      directories.insert(directory.path().filename());
      bool good = false;
      bool bad = false;
      for (const auto& entry : fs::directory_iterator(directory)) {
        const std::string name = entry.path().filename();
        good = good || name.rfind("good-", 0) == 0;
        bad = bad || name.rfind("bad-", 0) == 0;
      }
      EXPECT_TRUE(good && bad) << directory.path();
    }
    EXPECT_EQ(schemas, directories) << source.directory;
  }
}

}  // namespace
}  // namespace cast::hub
