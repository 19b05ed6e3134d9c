// Every schema the project ships is held against its examples and counter-examples, which lie beside it.
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "variant/value_schema.hpp"
#include "variant/variants.hpp"
#include "variant/violation.hpp"

namespace cast::hub {
namespace {

namespace fs = std::filesystem;

std::string contentsOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// A variant's directory: its manifest, and `examples/NAME/` for each schema NAME.schema.json.
struct Source {
  fs::path directory;
  std::string manifest;
  fs::path schemas;
};

std::vector<Source> sources() {
  const fs::path root = CAST_SOURCE_DIR;
  std::vector<Source> all{{root / "schemas/core", "events.json", root / "schemas/core"}};
  for (const char* plugin : {"dicomcast", "fhircast", "navicast"})
    all.push_back({root / "plugins" / plugin, "manifest.json", root / "plugins" / plugin / "schemas"});
  return all;
}

// `list`: "events" or "formats".
nlohmann::json entriesOf(const Source& source, const char* list) {
  return nlohmann::json::parse(contentsOf(source.directory / source.manifest)).at(list);
}

std::string nameOfSchema(const nlohmann::json& entry) {
  const std::string file = entry.at("schema");
  return file.substr(0, file.find(".schema.json"));
}

struct EventType {
  std::string name;
  fs::path examples;
};

void PrintTo(const EventType& eventType, std::ostream* out) { *out << eventType.name; }

std::vector<EventType> eventTypes() {
  std::vector<EventType> all;
  for (const auto& source : sources())
    for (const auto& event : entriesOf(source, "events"))
      all.push_back({event.at("eventType"), source.directory / "examples" / nameOfSchema(event)});
  return all;
}

std::vector<fs::path> filesOf(const EventType& eventType, const std::string& prefix) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(eventType.examples))
    if (entry.path().filename().string().rfind(prefix, 0) == 0) files.push_back(entry.path());
  return files;
}

const Variants& variants() {
  static const auto loaded = [] {
    auto all = std::make_unique<Variants>([](const std::string& line) { ADD_FAILURE() << line; });
    all->loadDirectory(CAST_PLUGIN_DIR);
    return all;
  }();
  return *loaded;
}

class ShippedEventType : public testing::TestWithParam<EventType> {};

TEST_P(ShippedEventType, acceptsItsExamples) {
  const auto files = filesOf(GetParam(), "good-");
  EXPECT_FALSE(files.empty());
  for (const auto& file : files) {
    const auto rejection = variants().validate(GetParam().name, contentsOf(file));
    EXPECT_FALSE(rejection) << file << "\n" << rejection->pointer << ": " << rejection->detail;
  }
}

TEST_P(ShippedEventType, refusesItsCounterExamplesAtAPlaceAndInWords) {
  const auto files = filesOf(GetParam(), "bad-");
  EXPECT_FALSE(files.empty());
  for (const auto& file : files) {
    SCOPED_TRACE(file);
    const auto rejection = variants().validate(GetParam().name, contentsOf(file));
    ASSERT_TRUE(rejection);
    EXPECT_EQ(rejection->status, 422);
    EXPECT_EQ(rejection->kind, "invalid-payload");
    EXPECT_EQ(rejection->pointer.rfind("/payload", 0), 0U) << rejection->pointer;
    EXPECT_EQ(rejection->detail.rfind("payload of " + GetParam().name + ": ", 0), 0U) << rejection->detail;
    EXPECT_EQ(rejection->detail.find("something else"), std::string::npos) << rejection->detail;
  }
}

INSTANTIATE_TEST_SUITE_P(Each, ShippedEventType, testing::ValuesIn(eventTypes()), [](const auto& eventType) {
  std::string name = eventType.param.name;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
});

TEST(ShippedFormats, acceptTheirExamplesAndRefuseTheirCounterExamples) {
  for (const auto& source : sources()) {
    for (const auto& format : entriesOf(source, "formats")) {
      const ValueSchema schema(contentsOf(source.schemas / std::string(format.at("schema"))));
      std::set<bool> seen;
      for (const auto& entry : fs::directory_iterator(source.directory / "examples" / nameOfSchema(format))) {
        const bool good = entry.path().filename().string().rfind("good-", 0) == 0;
        seen.insert(good);
        EXPECT_EQ(!schema.check(contentsOf(entry.path())), good) << entry.path();
      }
      EXPECT_EQ(seen.size(), 2U) << "examples and counter-examples of " << format.at("name");
    }
  }
}

TEST(ShippedExamples, belongEachToASchema) {
  for (const auto& source : sources()) {
    std::set<std::string> schemas;
    for (const char* list : {"events", "formats"})
      for (const auto& entry : entriesOf(source, list)) schemas.insert(nameOfSchema(entry));
    std::set<std::string> directories;
    for (const auto& directory : fs::directory_iterator(source.directory / "examples"))
      directories.insert(directory.path().filename());
    EXPECT_EQ(schemas, directories) << source.directory;
  }
}

}  // namespace
}  // namespace cast::hub
