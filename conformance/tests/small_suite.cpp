#include "tests/small_suite.hpp"

#include <Poco/String.h>

namespace cast::conformance::tests {
namespace {

std::string requirement(const std::string& id, const std::string& level) {
  return R"({"id":")" + id + R"(","level":")" + level +
         R"(","section":"Section / Sub","text":"A hub does it.","judged":"checks"})";
}

}  // namespace

SmallSuite::SmallSuite(const std::string& checks, const std::string& definitions) {
  namespace fs = std::filesystem;
  folder_.write("conformance/requirements/test.json",
                R"({"id":"test","title":"Test","source":"A specification","requirements":[)" +
                    requirement("T-SHALL", "SHALL") + "," + requirement("T-SHOULD", "SHOULD") + "," +
                    requirement("T-INFO", "informative") + "]}");
  folder_.write("conformance/profiles/test.json",
                R"({"id":"test","title":"Test","version":"1.0.0","subject":"hub","definitions":)" +
                    definitions + R"(,"checks":[)" + checks + "]}");
  fs::create_directories(folder_.path("schemas"));
  fs::create_directory_symlink(CAST_SCHEMAS, folder_.path("schemas/conformance"));
}

std::string checkOf(const std::string& steps, const std::string& requirement, const std::string& further) {
  const std::string id = "t." + Poco::toLower(requirement.substr(2));
  return R"({"id":")" + id + R"(","title":"It holds","requirements":[")" + requirement + "\"]" + further +
         R"(,"steps":[)" + steps + "]}";
}

}  // namespace cast::conformance::tests
