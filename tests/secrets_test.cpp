// What must not be written down is in none of the bytes that the programs leave behind: a run against a hub,
// its result, bundle, reports and attestation, what was printed, and the hub's own log.
#include <Poco/StreamCopier.h>
#include <Poco/TemporaryFile.h>
#include <Poco/Zip/ZipArchive.h>
#include <Poco/Zip/ZipStream.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <regex>
#include <string>
#include <vector>

#include "programs.hpp"

namespace cast::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kToken = "full-token-4f1d9a";
constexpr const char* kReadToken = "read-token-77b0c2";
constexpr const char* kExpiredToken = "expired-token-e90d51";

/// What no file may hold. It is sent by the steps of secrets_profile.json, which, as a vendor's own, may hold
/// it. Two tokens that are none are made of kToken: the rest of it would tell it.
const std::vector<std::string> kSecrets{"full-token-4f1d9",    kReadToken,   kExpiredToken,
                                        "webhook-secret-31c8", "Fictitious", "1961-02-03",
                                        "MRN-5520417"};

// RFC 8037, Appendix A.
constexpr const char* kKey =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";

std::string bytesOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The bundle's members. The profile among them is as its author wrote it.
std::string unpacked(const fs::path& bundle) {
  std::ifstream in(bundle, std::ios::binary);
  const Poco::Zip::ZipArchive archive(in);
  std::string all;
  for (auto member = archive.headerBegin(); member != archive.headerEnd(); ++member) {
    if (member->first.starts_with("suite/")) continue;
    in.clear();
    Poco::Zip::ZipInputStream stream(in, member->second);
    all += member->first + "\n";
    Poco::StreamCopier::copyToString(stream, all);
  }
  return all;
}

struct Hub {
  std::string name;
  std::string program;  ///< a line of the shell, which names its port on standard output and appends to {log}
  std::string ssePath;
};

void PrintTo(const Hub& hub, std::ostream* out) { *out << hub.name; }

std::vector<Hub> hubs() {
  std::vector<Hub> all{{"Small",
                        std::string("exec ") + CAST_FAULTY_HUB + " --ends-with-parent yes --token " + kToken +
                            " --read-token " + kReadToken + " --expired-token " + kExpiredToken + " 2>{log}",
                        "/stream"}};
#ifdef CAST_HUB
  all.push_back({"Reference",
                 std::string("exec ") + CAST_HUB +
                     " --config={folder}/hub.properties --port=0 --log-level=debug "
                     "--ready-file=/dev/stdout 2>{log}",
                 "/events"});
#endif
  return all;
}

class Secrets : public ::testing::TestWithParam<Hub> {
 protected:
  Secrets() {
    folder_.createDirectories();
    write("key.pem", kKey);
    write("subject.json", std::string(R"({"ssePath":")") + GetParam().ssePath + R"(","token":")" + kToken +
                              R"(","readToken":")" + kReadToken + R"(","expiredToken":")" + kExpiredToken +
                              R"(","capabilities":["http","websocket","sse","webhook","authentication"],)" +
                              R"("redact":["patientName","identifier"]})");
    write("hub.properties", std::string("security.tokens.all.token = ") + kToken +
                                "\nsecurity.tokens.read.token = " + kReadToken +
                                "\nsecurity.tokens.read.scopes = read\nsecurity.tokens.expired.token = " +
                                kExpiredToken + "\nsecurity.tokens.expired.expires = 2020-01-01T00:00:00Z\n");
  }

  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  void write(const std::string& name, const std::string& bytes) const { std::ofstream(path(name)) << bytes; }

  /// Keeps what was printed.
  int call(const std::string& program, const std::vector<std::string>& arguments) {
    const Call called = tests::call(program, arguments);
    printed_ += called.output;
    return called.exit;
  }

  void runAgainstHub() {
    const auto filled = [this](std::string line) {
      line = std::regex_replace(line, std::regex("\\{log\\}"), path("out/hub.log"));
      return std::regex_replace(line, std::regex("\\{folder\\}"), folder_.path());
    };
    fs::create_directories(path("out"));
    const RunningHub hub(filled(GetParam().program));
    verdict_ = call(CAST_CONFORMANCE,
                    {"run", "--hub", hub.url(), "--subject", path("subject.json"), "--profile",
                     CAST_SECRETS_PROFILE, "--out", path("out"), "--bundle", path("out/bundle.zip")});
  }

  void makeReports() {
    const std::string result = path("out/result.json");
    EXPECT_EQ(call(CAST_REPORT, {"render", result, "--all", path("out")}), 0) << printed_;
    EXPECT_EQ(call(CAST_REPORT, {"sign", result, "--key", path("key.pem")}), 0) << printed_;
    EXPECT_EQ(call(CAST_REPORT, {"verify", result, "--key", path("key.pem")}), 0) << printed_;
    EXPECT_EQ(call(CAST_REPORT, {"compare", result, result, "--html", path("out/comparison.html")}), 0)
        << printed_;
    call(CAST_CONFORMANCE, {"rejudge", path("out/bundle.zip")});
    EXPECT_THAT(printed_, HasSubstr("0 changed"));
  }

  Poco::TemporaryFile folder_;
  std::string printed_;
  int verdict_ = -1;
};

TEST_P(Secrets, AreInNoByteThatIsLeftBehind) {
  runAgainstHub();
  ASSERT_EQ(verdict_, 1) << printed_;
  ASSERT_THAT(printed_, HasSubstr("1 passed, 7 failed")) << "all were delivered or refused, as it should be";
  makeReports();
  std::size_t files = 0;
  for (const std::string& secret : kSecrets) EXPECT_THAT(printed_, Not(HasSubstr(secret))) << "printed";
  for (const auto& entry : fs::recursive_directory_iterator(path("out"))) {
    const bool isBundle = entry.path().extension() == ".zip";
    const std::string bytes = isBundle ? unpacked(entry.path()) : bytesOf(entry.path());
    for (const std::string& secret : kSecrets)
      EXPECT_EQ(bytes.find(secret), std::string::npos) << secret << " is in " << entry.path().filename();
    if (isBundle) {
      EXPECT_THAT(bytes, HasSubstr("kept-as-it-is")) << "what stands beside it is kept";
    }
    ++files;
  }
  EXPECT_GE(files, 12u) << "result, bundle, six faces, badge, attestation, comparison, log";
}

INSTANTIATE_TEST_SUITE_P(OfARunAgainst, Secrets, testing::ValuesIn(hubs()),
                         [](const auto& hub) { return hub.param.name + "Hub"; });

}  // namespace
}  // namespace cast::tests
