// The way of a plugin's author, from an installed SDK to an event in a running hub.
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Process.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "program.hpp"

namespace cast::validator {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// The hub's program with a directory of plugins, on a free port.
class HubProcess {
 public:
  HubProcess(const fs::path& plugins, const fs::path& scratch) {
    const fs::path ready = scratch / "ready";
    if (mkfifo(ready.c_str(), 0600) != 0)
      throw std::runtime_error("no pipe for the hub to say that it is ready");
    process_ = std::make_unique<Poco::ProcessHandle>(
        Poco::Process::launch(CAST_HUB_PROGRAM, {"--port", "0", "--token", "t", "--plugins", plugins.string(),
                                                 "--ready-file", ready.string(), "--log-level", "error"}));
    std::ifstream pipe(ready);
    port_ = nlohmann::json::parse(pipe).at("port");
  }
  ~HubProcess() {
    Poco::Process::requestTermination(process_->id());
    process_->wait();
  }
  HubProcess(const HubProcess&) = delete;
  HubProcess& operator=(const HubProcess&) = delete;

  struct Answer {
    int status;
    std::string body;
  };

  Answer publish(const nlohmann::json& event) const {
    Poco::Net::HTTPClientSession session("127.0.0.1", port_);
    Poco::Net::HTTPRequest request("POST", "/cast/v1/event", "HTTP/1.1");
    const std::string body = event.dump();
    request.setContentType("application/json");
    request.setContentLength(static_cast<int>(body.size()));
    request.set("Authorization", "Bearer t");
    session.sendRequest(request) << body;
    Poco::Net::HTTPResponse response;
    std::istream& stream = session.receiveResponse(response);
    return {response.getStatus(), std::string{std::istreambuf_iterator<char>(stream), {}}};
  }

 private:
  std::unique_ptr<Poco::ProcessHandle> process_;
  std::uint16_t port_ = 0;
};

nlohmann::json labEvent(const nlohmann::json& payload) {
  return {{"eventType", "lab:result-view"},
          {"timestamp", "2024-01-15T12:00:00Z"},
          {"source", "laboratory"},
          {"sessionId", "walk"},
          {"payload", payload}};
}

class Walk : public testing::Test {
 protected:
  void SetUp() override {
    must("cmake --install " + quoted(CAST_BUILD_DIR) + " --component plugin-sdk --prefix " +
         quoted(prefix()));
  }

  static void must(const std::string& line) {
    const Ran ran = run(line + " 2>&1");
    ASSERT_EQ(ran.exit, 0) << line << "\n" << ran.output;
  }

  /// What a project's README and the guide say, from a new directory to a checked plugin.
  void build(const std::string& plugin) const {
    const std::string build = quoted(project() / "build");
    must("cmake -S " + quoted(project()) + " -B " + build + " -DCMAKE_PREFIX_PATH=" + quoted(prefix()));
    must("cmake --build " + build);
    must("ctest --test-dir " + build + " --output-on-failure --no-tests=error");
    must(installed() + " check " + quoted(project() / "build/plugins" / plugin));
  }

  void begin(const std::string& flags) const {
    must(installed() + " new labcast --dir " + quoted(project()) + " " + flags);
  }

  void publishGoodAndBad() const {
    const HubProcess hub(project() / "build/plugins", scratch_.path());
    const auto good = hub.publish(
        labEvent({{"patientId", "pat-001"}, {"code", "Potassium"}, {"value", 4.1}, {"unit", "mmol/L"}}));
    EXPECT_EQ(good.status, 202) << good.body;
    const auto bad = hub.publish(
        labEvent({{"patientId", "pat-001"}, {"code", "Potassium"}, {"value", "4.1"}, {"unit", "mmol/L"}}));
    EXPECT_EQ(bad.status, 422) << bad.body;
    EXPECT_THAT(bad.body, HasSubstr("/payload/value"));
  }

  fs::path prefix() const { return scratch_.path() / "prefix"; }
  fs::path project() const { return scratch_.path() / "labcast"; }
  std::string installed() const { return quoted(prefix() / "bin/cast-plugin"); }

  TemporaryDirectory scratch_;
};

TEST_F(Walk, fromTheInstalledSdkToAnEventThatTheHubValidatesByTheNewPluginsSchemaAndRule) {
  ASSERT_NO_FATAL_FAILURE(begin(""));
  ASSERT_NO_FATAL_FAILURE(build("labcast.so"));
  publishGoodAndBad();
  const HubProcess hub(project() / "build/plugins", project());
  const auto broken = hub.publish(labEvent({{"patientId", "pat-001"},
                                            {"code", "Potassium"},
                                            {"value", 4.1},
                                            {"unit", "mmol/L"},
                                            {"low", 5.1},
                                            {"high", 3.5}}));
  EXPECT_EQ(broken.status, 422) << broken.body;
  EXPECT_THAT(broken.body, HasSubstr("/payload/low"));
}

TEST_F(Walk, withoutCppForAVariantOfDataAlone) {
  ASSERT_NO_FATAL_FAILURE(begin("--data-only"));
  ASSERT_NO_FATAL_FAILURE(build("labcast.so"));
  EXPECT_FALSE(fs::exists(project() / "labcast.cpp"));
  publishGoodAndBad();
}

TEST_F(Walk, withThePharmCastOfTheGuideAsItLiesThere) {
  fs::copy(CAST_PHARMCAST, project(), fs::copy_options::recursive);
  ASSERT_NO_FATAL_FAILURE(build("pharmcast.so"));
}

}  // namespace
}  // namespace cast::validator
