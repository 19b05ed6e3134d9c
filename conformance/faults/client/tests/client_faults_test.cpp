// Every check of a client is seen to fail: for each promise that cast-faulty-client breaks, the checks meant
// for it find it. And each is fair: without a fault, whichever way it goes about its work, it passes them
// all.
#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <Poco/StreamCopier.h>
#include <Poco/TemporaryFile.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

namespace cast::conformance::faults {

/// What client_faults.json says about a fault.
struct ClientFault {
  std::string name;
  std::string promise;
  std::string role;
  std::string transport;
  std::vector<std::string> killedBy;
};

void PrintTo(const ClientFault& fault, std::ostream* out) { *out << fault.promise; }

namespace {
using nlohmann::json;
using testing::IsEmpty;

std::vector<ClientFault> allFaults() {
  std::vector<ClientFault> faults;
  for (const json& each : json::parse(std::ifstream(std::string(CAST_CLIENT_FAULTS) + "/client_faults.json")))
    faults.push_back(
        {each.at("name"), each.at("promise"), each.at("role"), each.at("transport"), each.at("killedBy")});
  return faults;
}

struct Certification {
  int exitCode = 0;
  std::map<std::string, std::string> verdicts;
  std::map<std::string, std::string> levels;
  std::string output;

  std::set<std::string> checksWith(const std::string& verdict) const {
    std::set<std::string> checks;
    for (const auto& [check, found] : verdicts)
      if (found == verdict) checks.insert(check);
    return checks;
  }
};

/// The suite's data with its profiles for clients alone: a hub's are many and take time to read.
class ClientSuite {
 public:
  ClientSuite() {
    namespace fs = std::filesystem;
    const fs::path suite = CAST_SUITE;
    fs::create_directories(data() + "/profiles");
    fs::create_directory_symlink(suite / "requirements", data() + "/requirements");
    fs::create_directory_symlink(suite / "../schemas", folder_.path() + "/schemas");
    for (const char* profile : {"cast-client-subscriber.json", "cast-client-publisher.json"})
      fs::create_symlink(suite / "profiles" / profile, data() + "/profiles/" + profile);
  }
  std::string data() const { return folder_.path() + "/conformance"; }

 private:
  Poco::TemporaryFile folder_;
};

/// Puts the faulty client to the test; without checks, to all that are for it.
Certification certify(const std::string& role, const std::string& transport,
                      const std::vector<std::string>& choice, const std::vector<std::string>& checks = {}) {
  const ClientSuite suite;
  const Poco::TemporaryFile out;
  std::vector<std::string> words{
      "client",    "--quiet",
      "--data",    suite.data(),
      "--out",     out.path(),
      "--subject", std::string(CAST_CLIENT_FAULTS) + "/" + role + "-" + transport + ".json"};
  for (const auto& check : checks) words.insert(words.end(), {"--check", check});
  words.insert(words.end(),
               {"--", CAST_FAULTY_CLIENT, "--role", role, "--transport", transport, "--hub", "{hub_url}",
                "--session", "{session}", "--token", "{token}", "--ca-file", "{ca_file}"});
  words.insert(words.end(), choice.begin(), choice.end());
  Poco::Pipe output;
  const auto process = Poco::Process::launch(CAST_CONFORMANCE, words, nullptr, &output, &output);
  Certification found;
  Poco::PipeInputStream text(output);
  Poco::StreamCopier::copyToString(text, found.output);
  found.exitCode = process.wait();
  std::ifstream file(out.path() + "/result.json");
  if (!file) return found;
  const json result = json::parse(file);
  for (const json& check : result.at("checks")) {
    found.verdicts[check.at("id")] = check.at("verdict");
    found.levels[check.at("id")] = check.at("level");
  }
  return found;
}

std::string testName(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class EachFault : public testing::TestWithParam<ClientFault> {};

/// A fault in what happens at once can hide in one run; it must not in three.
constexpr int kRuns = 3;

bool isFound(const ClientFault& fault, const Certification& found) {
  return std::all_of(fault.killedBy.begin(), fault.killedBy.end(), [&](const std::string& check) {
    const auto verdict = found.verdicts.find(check);
    return verdict != found.verdicts.end() &&
           verdict->second == (found.levels.at(check) == "SHALL" ? "failed" : "warned");
  });
}

TEST_P(EachFault, IsFoundByTheChecksMeantForIt) {
  const ClientFault& fault = GetParam();
  Certification found;
  for (int run = 0; run < kRuns && !isFound(fault, found); ++run)
    found = certify(fault.role, fault.transport, {"--fault", fault.name}, fault.killedBy);
  EXPECT_TRUE(isFound(fault, found)) << found.output;
  const bool breaksShall =
      std::any_of(fault.killedBy.begin(), fault.killedBy.end(),
                  [&](const std::string& check) { return found.levels[check] == "SHALL"; });
  EXPECT_EQ(found.exitCode, breaksShall ? 1 : 0) << found.output;
}

INSTANTIATE_TEST_SUITE_P(Client, EachFault, testing::ValuesIn(allFaults()), [](const auto& fault) {
  return testName(fault.param.role + "_" + fault.param.transport + "_" + fault.param.name);
});

struct Fair {
  const char* role;
  const char* transport;
  const char* tokenPlace;
};

void PrintTo(const Fair& fair, std::ostream* out) { *out << fair.role << " over " << fair.transport; }

class FaultlessClient : public testing::TestWithParam<Fair> {};

TEST_P(FaultlessClient, PassesEveryCheck) {
  const auto found = certify(GetParam().role, GetParam().transport, {"--token-place", GetParam().tokenPlace});
  EXPECT_EQ(found.exitCode, 0) << found.output;
  EXPECT_FALSE(found.checksWith("passed").empty());
  for (const char* verdict : {"failed", "warned", "inconclusive"})
    EXPECT_THAT(found.checksWith(verdict), IsEmpty()) << verdict << '\n' << found.output;
}

INSTANTIATE_TEST_SUITE_P(
    Client, FaultlessClient,
    testing::Values(Fair{"subscriber", "websocket", "header"}, Fair{"subscriber", "websocket", "subprotocol"},
                    Fair{"subscriber", "http", "header"}, Fair{"subscriber", "sse", "header"},
                    Fair{"publisher", "websocket", "header"}, Fair{"publisher", "http", "header"}),
    [](const auto& fair) {
      return std::string(fair.param.role) + "_" + fair.param.transport + "_" + fair.param.tokenPlace;
    });

TEST(ChecksOfClients, AreSeenToFailOneAndAll) {
  std::set<std::string> unseen;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(CAST_SUITE) + "/profiles")) {
    const json profile = json::parse(std::ifstream(entry.path()));
    if (profile.at("subject") != "client") continue;
    for (const json& check : profile.at("checks")) unseen.insert(check.at("id").get<std::string>());
  }
  EXPECT_FALSE(unseen.empty());
  for (const auto& fault : allFaults())
    for (const auto& check : fault.killedBy) unseen.erase(check);
  EXPECT_THAT(unseen, IsEmpty()) << "give each of them a fault in conformance/faults/client that it finds";
}

}  // namespace
}  // namespace cast::conformance::faults
