#include "tests/program_call.hpp"

#include <nlohmann/json.hpp>
#include <sstream>

namespace cast::conformance::tests {

Call call(const std::vector<std::string>& words) {
  std::ostringstream out;
  std::ostringstream err;
  const ExitCode code = runCommandLine(words, out, err);
  return {code, out.str(), err.str()};
}

Call run(const SmallSuite& suite, const std::string& hub, const std::vector<std::string>& further) {
  std::vector<std::string> words{
      "run", "--data", suite.data(), "--hub", hub, "--out", suite.folder().path("out")};
  words.insert(words.end(), further.begin(), further.end());
  return call(words);
}

nlohmann::json resultOf(const SmallSuite& suite) {
  return nlohmann::json::parse(suite.folder().read("out/result.json"));
}

}  // namespace cast::conformance::tests
