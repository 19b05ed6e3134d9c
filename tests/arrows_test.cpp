// Reads every #include line and fails on an arrow between rooms that must not exist (docs/architecture.md).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// From a room no include may lead to `never`. Hub-internal rooms are included as "net/connection.hpp", rooms
/// of the whole as a path that holds their name; both are matched at the beginning of a path's part.
struct Forbidden {
  std::string room;
  std::vector<std::string> never;
};

const std::vector<Forbidden>& forbidden() {
  static const std::vector<Forbidden> arrows{
      {"conformance",
       {"reference-hub", "reference-client", "plugins", "cast/plugin", "session", "endpoint", "channel",
        "net", "variant", "security"}},
      {"reports",
       {"reference-hub", "plugins", "cast/plugin", "conformance", "wire", "engine", "net", "session"}},
      {"plugins",
       {"reference-hub", "conformance", "wire", "engine", "session", "endpoint", "channel", "net",
        "security"}},
      // The validator alone may look with the hub's eyes, through its room for variants.
      {"plugins/sdk", {"variant", "validator"}},
      {"plugins/fhircast", {"variant", "validator"}},
      {"plugins/dicomcast", {"variant", "validator"}},
      {"plugins/navicast", {"variant", "validator"}},
      {"reference-hub", {"reference-client", "conformance", "wire", "engine", "reports", "validator"}},
      {"reference-client",
       {"plugins", "cast/plugin", "conformance", "wire", "engine", "reports", "session", "endpoint",
        "channel", "variant", "security"}},
      {"reference-hub/session", {"net", "endpoint", "channel", "variant", "security", "Poco/Net"}},
      {"reference-hub/net", {"session", "endpoint", "channel", "variant", "security"}},
      {"reference-hub/variant", {"net", "endpoint", "channel", "security", "Poco/Net"}},
      {"reference-hub/security", {"net", "endpoint", "channel", "variant"}},
      {"reference-hub/channel", {"endpoint"}},
      {"conformance/wire", {"engine"}},
      {"conformance/faults", {"wire", "engine"}},
  };
  return arrows;
}

bool isSource(const fs::path& path) {
  const std::string extension = path.extension();
  return extension == ".cpp" || extension == ".hpp" || extension == ".h" || extension == ".c" ||
         extension == ".in";
}

std::vector<std::string> includesOf(const fs::path& file) {
  static const std::regex kInclude(R"(^\s*#\s*include\s*["<]([^">]+)[">])");
  std::vector<std::string> includes;
  std::ifstream stream(file);
  std::smatch match;
  for (std::string line; std::getline(stream, line);) {
    if (std::regex_search(line, match, kInclude)) includes.push_back(match[1]);
  }
  return includes;
}

bool leadsTo(const std::string& include, const std::string& room) {
  return include.rfind(room + "/", 0) == 0 || include.rfind(room + ".", 0) == 0 ||
         include.find("/" + room + "/") != std::string::npos;
}

/// "file includes what" for every forbidden include in the room.
std::vector<std::string> breaches(const fs::path& root, const Forbidden& arrow) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(root / arrow.room)) {
    if (!entry.is_regular_file() || !isSource(entry.path())) continue;
    // A room's tests may use the whole of their own house, but no other house.
    const bool isTest = entry.path().string().find("/tests/") != std::string::npos;
    if (isTest && arrow.room.find('/') != std::string::npos) continue;
    for (const std::string& include : includesOf(entry.path())) {
      for (const std::string& never : arrow.never) {
        if (leadsTo(include, never)) found.push_back(entry.path().string() + " includes " + include);
      }
    }
  }
  return found;
}

class Arrows : public testing::TestWithParam<std::size_t> {};

TEST_P(Arrows, OutOfARoomLeadNowhereForbidden) {
  EXPECT_THAT(breaches(CAST_ROOT, forbidden()[GetParam()]), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(EveryRoom, Arrows, testing::Range<std::size_t>(0, 16));

TEST(ArrowReader, SeesAForbiddenIncludeInAnySpelling) {
  const fs::path root = fs::path(testing::TempDir()) / "cast-arrows-test";
  fs::create_directories(root / "conformance/wire");
  std::ofstream(root / "conformance/wire/a.cpp")
      << "#include \"../../reference-hub/net/connection.hpp\"\n"
      << "  # include <session/session.hpp>\n"
      << "#include \"wire/internet/b.hpp\"\n#include <netinet/in.h>\n";
  EXPECT_THAT(breaches(root, {"conformance", {"reference-hub", "session", "net"}}), testing::SizeIs(3));
  fs::remove_all(root);
}

TEST(ArrowReader, KnowsEveryRoom) {
  for (const Forbidden& arrow : forbidden())
    EXPECT_TRUE(fs::is_directory(fs::path(CAST_ROOT) / arrow.room)) << arrow.room;
  EXPECT_EQ(forbidden().size(), 16U);
}

}  // namespace
