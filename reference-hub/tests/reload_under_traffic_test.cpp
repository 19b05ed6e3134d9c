// Plugins are replaced while events flow: nobody misses one, nobody gets one twice.
#include <Poco/Pipe.h>
#include <Poco/Process.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "client/callback_server.hpp"
#include "client/event_stream.hpp"
#include "client/http.hpp"
#include "client/running_hub.hpp"
#include "client/websocket.hpp"
#include "plugin_folder.hpp"
#include "plugin_list.hpp"

namespace cast::hub {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kEvent = std::string(kBase) + "/event";
const std::string kType = "\"test:versioned\"";

std::string subscribeText() {
  return "{" + subscribeMembers("s", kType) + ",\"preferredFormats\":[\"stamped\"]";
}

// An event as published, where no version was loaded just then, or stamped by one of them.
void expectAsSent(const json& event, int number) {
  EXPECT_EQ(event.at("eventId"), "e" + std::to_string(number));
  const json& payload = event.at("payload");
  EXPECT_EQ(payload.at("n"), number);
  if (!payload.contains("format")) return;
  EXPECT_EQ(payload.at("format"), "stamped");
  EXPECT_THAT(payload.at("version").get<std::string>(), AnyOf("1.0.0", "2.0.0"));
}

TEST(ReloadUnderTraffic, EveryReceiverSeesEveryEventOnceInOrderWhilePluginsAreSwapped) {
  constexpr int kEvents = 300;  // at least, and
  constexpr int kSwaps = 10;
  PluginFolder folder;
  folder.put(testPlugin("versioned_1"), "v.so");
  RunningHub hub([&](Configuration& configuration) { configuration.plugins = folder.path(); });
  CallbackServer callback;
  const auto made = call(hub.port(), "POST", std::string(kBase) + "/subscribe",
                         subscribeText() + ",\"callbackUrl\":\"" + callback.url() + "\"}");
  ASSERT_EQ(made.status, 201) << made.body;
  WebSocketClient preferring(hub.port());
  preferring.send(subscribeText() + ",\"action\":\"subscribe\"}");
  preferring.read();
  WebSocketClient plain(hub.port());
  plain.subscribe("s", kType);
  EventStreamClient stream(hub.port(), "sessionId=s&eventTypes=test:versioned&preferredFormats=stamped");
  stream.readBlock();

  std::atomic<bool> over{false};
  std::atomic<int> swaps{0};
  std::thread swapper([&] {
    for (; !over; ++swaps) {
      if (swaps % 5 == 4) {
        folder.remove("v.so");
      } else {
        folder.put(testPlugin(swaps % 2 == 0 ? "versioned_2" : "versioned_1"), "v.so");
      }
      if (swaps % 7 == 6) folder.overwrite("v.so", "half a copy");
      hub.variants().loadDirectory(folder.path());
    }
  });
  WebSocketClient publisher(hub.port());
  for (int i = 0; i < kEvents || swaps <= kSwaps; ++i) {
    publisher.send(
        "{\"action\":\"publish\"," +
        eventMembers("e" + std::to_string(i), "{\"n\":" + std::to_string(i) + "}", "test:versioned") + "}");
    expectAsSent(json::parse(preferring.read()), i);
    EXPECT_EQ(json::parse(plain.read()).at("payload"), json({{"n", i}}));
    expectAsSent(json::parse(stream.read().data), i);
    expectAsSent(json::parse(callback.read().body), i);
  }
  over = true;
  swapper.join();
  EXPECT_EQ(callback.unread(), 0U);
  for (const auto& complaint : hub.complaints()) EXPECT_THAT(complaint, HasSubstr("v.so is not loaded"));
}

TEST(ReloadUnderTraffic, ASubscriptionGoesOnWithTheNewVersion) {
  PluginFolder folder;
  folder.put(testPlugin("versioned_1"), "v.so");
  RunningHub hub([&](Configuration& configuration) { configuration.plugins = folder.path(); });
  WebSocketClient client(hub.port());
  client.send(subscribeText() + ",\"action\":\"subscribe\"}");
  client.read();
  const auto versionOf = [&](const std::string& eventId) {
    call(hub.port(), "POST", kEvent, eventJson(eventId, "{}", "test:versioned"));
    return json::parse(client.read()).at("payload").value("version", "none");
  };
  EXPECT_EQ(versionOf("e1"), "1.0.0");
  folder.put(testPlugin("versioned_2"), "v.so");
  hub.variants().loadDirectory(folder.path());
  EXPECT_EQ(versionOf("e2"), "2.0.0");
  folder.remove("v.so");
  hub.variants().loadDirectory(folder.path());
  EXPECT_EQ(versionOf("e3"), "none");
  const json discovery = json::parse(
      call(hub.port(), "GET", std::string(kBase) + "/.well-known/cast-configuration", "", "").body);
  EXPECT_THAT(discovery.at("variants"), IsEmpty());
}

TEST(ReloadUnderTraffic, AReplayAfterAReloadIsConvertedByTheNewVersion) {
  PluginFolder folder;
  folder.put(testPlugin("versioned_1"), "v.so");
  RunningHub hub([&](Configuration& configuration) { configuration.plugins = folder.path(); });
  const std::string query = "sessionId=s&eventTypes=test:versioned&preferredFormats=stamped";
  EventStreamClient early(hub.port(), query);
  early.readBlock();
  call(hub.port(), "POST", kEvent, eventJson("e1", "{}", "test:versioned"));
  const auto block = early.read();
  EXPECT_THAT(block.data, HasSubstr("\"1.0.0\""));
  folder.put(testPlugin("versioned_2"), "v.so");
  hub.variants().loadDirectory(folder.path());
  EventStreamClient late(hub.port(), query, "all",
                         {{"Last-Event-ID", block.id.substr(0, block.id.rfind('-')) + "-0"}});
  EXPECT_THAT(late.read().data, HasSubstr("\"2.0.0\""));
}

// The program itself, with its log on a pipe.
class HubProcess {
 public:
  explicit HubProcess(const std::filesystem::path& plugins)
      : process_(Poco::Process::launch(CAST_HUB,
                                       {"--port", "0", "--token", "t", "--plugins", plugins.string()},
                                       nullptr, nullptr, &log_)) {}
  ~HubProcess() {
    Poco::Process::requestTermination(process_.id());
    process_.wait();
  }
  HubProcess(const HubProcess&) = delete;
  HubProcess& operator=(const HubProcess&) = delete;

  void hangUp() const { kill(process_.id(), SIGHUP); }

  // The next line with `event`.
  json line(const std::string& event) {
    while (true) {
      std::string text;
      char c = 0;
      while (log_.readBytes(&c, 1) == 1 && c != '\n') text += c;
      if (text.empty()) throw std::runtime_error("the log ends without " + event);
      json read = json::parse(text);
      if (read.at("event") == event) return read;
    }
  }

 private:
  Poco::Pipe log_;
  Poco::ProcessHandle process_;
};

TEST(HangUp, HasTheProgramReadItsPluginsAgainAndLogWhatChanged) {
  PluginFolder folder;
  folder.put(testPlugin("versioned_1"), "v.so");
  HubProcess hub(folder.path());
  EXPECT_EQ(hub.line("plugin loaded").at("version"), "1.0.0");
  hub.line("listening");

  folder.put(testPlugin("versioned_2"), "v.so");
  folder.put(testPlugin("second"), "w.so");
  hub.hangUp();
  const json replaced = hub.line("plugin replaced");
  EXPECT_EQ(replaced.at("version"), "2.0.0");
  EXPECT_EQ(replaced.at("previousVersion"), "1.0.0");
  EXPECT_EQ(hub.line("plugin loaded").at("variant"), "test-second");
  EXPECT_EQ(hub.line("plugins read").at("changes"), "2");

  folder.overwrite("v.so", "garbage");
  folder.remove("w.so");
  hub.hangUp();
  EXPECT_THAT(hub.line("plugin at fault").at("reason").get<std::string>(),
              AllOf(HasSubstr("v.so is not loaded"), HasSubstr("its version 2.0.0 stays in service")));
  EXPECT_EQ(hub.line("plugin unloaded").at("variant"), "test-second");
}

TEST(PluginList, TellsWhatEachPluginOffers) {
  PluginFolder folder;
  folder.put(testPlugin("versioned_1"), "v.so");
  folder.put(testPlugin("converting"), "c.so");
  std::ostringstream text;
  std::ostringstream complaints;
  EXPECT_EQ(listPlugins(folder.path(), PluginListStyle::Text, text, complaints), 0);
  EXPECT_THAT(text.str(),
              AllOf(HasSubstr("test-versioned 1.0.0  A plugin of which there are two versions"),
                    HasSubstr((folder.path() / "v.so").string()), HasSubstr("test:versioned, test:only-in-1"),
                    HasSubstr("dicom+json, counted, wild"), HasSubstr("dicom -> fhir (test:study)"),
                    HasSubstr("native -> stamped (all event types)")));
  EXPECT_THAT(complaints.str(), IsEmpty());
}

TEST(PluginList, IsJsonToo) {
  PluginFolder folder;
  folder.put(testPlugin("second"), "w.so");
  folder.overwrite("bad.so", "garbage");
  std::ostringstream text;
  std::ostringstream complaints;
  EXPECT_EQ(listPlugins(folder.path(), PluginListStyle::Json, text, complaints), 1);
  const json list = json::parse(text.str());
  ASSERT_EQ(list.at("plugins").size(), 1U);
  const json& plugin = list.at("plugins").at(0);
  EXPECT_EQ(plugin.at("id"), "test-second");
  EXPECT_EQ(plugin.at("file"), (folder.path() / "w.so").string());
  EXPECT_EQ(plugin.at("conversions").at(1),
            json::parse(R"({"eventTypes":["*"],"from":"second","to":"far"})"));
  EXPECT_THAT(list.at("complaints").at(0).get<std::string>(), HasSubstr("bad.so is not loaded"));
  EXPECT_THAT(complaints.str(), HasSubstr("bad.so is not loaded"));
}

TEST(PluginList, OfADirectoryThatIsNotThereIsAComplaint) {
  std::ostringstream text;
  std::ostringstream complaints;
  EXPECT_EQ(listPlugins("/nowhere/at/all", PluginListStyle::Text, text, complaints), 1);
  EXPECT_THAT(complaints.str(), HasSubstr("/nowhere/at/all"));
}

}  // namespace
}  // namespace cast::hub
