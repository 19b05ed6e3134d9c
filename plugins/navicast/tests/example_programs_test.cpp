// The library's example programs at the other end of a socket: what they send is converted, and what is
// converted they read.
#include <gmock/gmock.h>
#include <igtlQuaternionTrackingDataMessage.h>
#include <igtlTrackingDataMessage.h>

#include <cmath>

#include "example_program.hpp"
#include "message.hpp"
#include "navi_payload.hpp"
#include "payloads.hpp"

namespace cast::navicast {
namespace {

using testing::HasSubstr;

// As a gateway does: what the message can't say is stated, and its time goes where everybody sees it.
Json gatewayed(std::string_view event, const std::string& idMember, const std::string& id,
               const Bytes& message) {
  Json payload = statement(event);
  payload[idMember] = id;
  constexpr double kSecond = 4294967296.0;
  payload["time"] = {{"clock", "example"},
                     {"seconds", static_cast<double>(readMessage(message).timeStamp) / kSecond}};
  return asOpenIgtLink(std::move(payload), message);
}

TEST(TrackerClient, sendsTransformsThatBecomeToolsTracked) {
  ListeningSocket server;
  const ExampleProgram client("TrackerClient", {"127.0.0.1", server.port(), "1000"});
  Connection connection = server.accept();
  for (int i = 0; i < 20; ++i) {
    const Bytes message = connection.receiveMessage();
    const Json payload =
        toNavi("navi:tool-tracked", gatewayed("navi:tool-tracked", "toolId", "Tracker", message));
    EXPECT_EQ(payload.at("messageType"), "TRANSFORM");
    // The example moves its tool on a circle, a fifth of a radian each time.
    EXPECT_NEAR(payload.at("matrix")[3].get<double>(), 50 * std::cos(0.2 * i), 1e-3);
    EXPECT_NEAR(payload.at("matrix")[7].get<double>(), 50 * std::sin(0.2 * i), 1e-3);
    EXPECT_EQ(messageIn(toOpenIgtLink("navi:tool-tracked", payload)).size(), message.size());
    const Bytes again = messageIn(toOpenIgtLink("navi:tool-tracked", payload));
    EXPECT_EQ(Bytes(again.begin() + 58, again.end()), Bytes(message.begin() + 58, message.end()))
        << "other floats";
  }
}

TEST(TrackerClient2, sendsQuaternionsOfAnotherLengthThatAreRefusedByName) {
  ListeningSocket server;
  const ExampleProgram client("TrackerClient2", {"127.0.0.1", server.port(), "1000"});
  Connection connection = server.accept();
  const Json payload = gatewayed("navi:tool-tracked", "toolId", "Tracker", connection.receiveMessage());
  EXPECT_EQ(refusalOf([&] { toNavi("navi:tool-tracked", payload); }).detail,
            "the message's quaternion: expected a quaternion of length 1, within 1e-4");
}

TEST(TrackingDataServer, sendsThreeToolsOfWhichEachIsConverted) {
  ExampleProgram server("TrackingDataServer", {"0"});
  Connection connection = server.connect();
  const auto start = igtl::StartTrackingDataMessage::New();
  start->SetResolution(1);
  start->SetCoordinateName("Patient");
  connection.send(packed(*start));
  for (int i = 0; i < 10; ++i) {
    const Bytes message = connection.receiveMessage();
    for (const auto& [tool, instrument] :
         {std::pair("Channel 0", "tracker"), std::pair("Channel 1", "6d"), std::pair("Channel 2", "5d")}) {
      const Json payload =
          toNavi("navi:tool-tracked", gatewayed("navi:tool-tracked", "toolId", tool, message));
      EXPECT_EQ(payload.at("deviceName"), "Tracker");
      EXPECT_EQ(payload.value("instrument", "6d"), instrument);
    }
    const Json none = gatewayed("navi:tool-tracked", "toolId", "Channel 3", message);
    EXPECT_EQ(refusalOf([&] { toNavi("navi:tool-tracked", none); }).pointer, "/toolId");
  }
}

TEST(QuaternionTrackingDataServer, sendsQuaternionsOfAnotherLengthThatAreRefusedByName) {
  ExampleProgram server("QuaternionTrackingDataServer", {"0"});
  Connection connection = server.connect();
  const auto start = igtl::StartQuaternionTrackingDataMessage::New();
  start->SetResolution(1);
  connection.send(packed(*start));
  const Json payload = gatewayed("navi:tool-tracked", "toolId", "Channel 0", connection.receiveMessage());
  EXPECT_EQ(refusalOf([&] { toNavi("navi:tool-tracked", payload); }).detail,
            "the message's quaternion: expected a quaternion of length 1, within 1e-4");
}

TEST(PointServer, sendsThreePointsThatBecomeTargets) {
  ExampleProgram server("PointServer", {"0"});
  Connection connection = server.connect();
  const Bytes message = connection.receiveMessage();
  const Json payload =
      toNavi("navi:target-set", gatewayed("navi:target-set", "targetId", "POINT_1", message));
  EXPECT_EQ(payload.at("position"), Json({40, 50, 60}));
  EXPECT_EQ(payload.at("radiusMm"), 45);
  EXPECT_EQ(payload.at("group"), "GROUP_0");
  EXPECT_EQ(payload.at("color"), Json({0, 255, 0, 255}));
  EXPECT_EQ(payload.at("owner"), "IMAGE_0");
}

// The example gives both ends and leaves the type at the library's default, which says that there is no
// entry.
TEST(TrajectoryServer, sendsLinesThatItSaysHaveNoEntryWhichIsRefusedByName) {
  ExampleProgram server("TrajectoryServer", {"0"});
  Connection connection = server.connect();
  constexpr std::string_view kPlanned = "navi:trajectory-planned";
  Message message = readMessage(connection.receiveMessage());
  const auto payload = [&] {
    return gatewayed(kPlanned, "trajectoryId", "TRAJECTORY_2", writeMessage(message));
  };
  EXPECT_EQ(refusalOf([&] { toNavi(kPlanned, payload()); }).detail,
            "expected a trajectory with entry and target (type 3); found type 2");

  constexpr std::size_t kTypeOfThird = 2 * 150 + 96;
  message.body.at(kTypeOfThird) = 3;
  const Json plan = toNavi(kPlanned, payload());
  EXPECT_EQ(plan.at("entry"), Json({70, 80, 90}));
  EXPECT_EQ(plan.at("target"), Json({10, 40, 20}));
  EXPECT_EQ(plan.at("diameterMm"), 150);
  EXPECT_EQ(plan.at("deviceName"), "TrajectorySender");
}

TEST(StatusServer, sendsAStateThatIsTheSystems) {
  ExampleProgram server("StatusServer", {"0"});
  Connection connection = server.connect();
  const Json payload = toNavi("navi:system-status", gatewayed("navi:system-status", "systemId", "Device",
                                                              connection.receiveMessage()));
  EXPECT_EQ(payload.at("state"), "ok");
  EXPECT_EQ(payload.at("subCode"), 128);
  EXPECT_EQ(payload.at("errorName"), "OK!");
  EXPECT_EQ(payload.at("message"), "This is a test to send status message.");
}

TEST(StringServer, sendsTextsThatAreTheSystemsMessages) {
  ExampleProgram server("StringServer", {"0", "1000"});
  Connection connection = server.connect();
  for (const auto* text : {"OpenIGTLink", "Network", "Communication", "Protocol", "Image Guided Therapy"}) {
    const Bytes message = connection.receiveMessage();
    const Json payload = gatewayed("navi:system-status", "systemId", "StringMessage", message);
    EXPECT_EQ(toNavi("navi:system-status", with(payload, "state", "ok")).at("message"), text);
  }
}

// The program prints what it has read with a right CRC, and ends when the connection does.
std::string readByReceiver(const std::vector<Bytes>& messages) {
  ListeningSocket server;
  ExampleProgram receiver("ReceiveClient", {"127.0.0.1", server.port()});
  {
    Connection connection = server.accept();
    for (const Bytes& message : messages) connection.send(message);
  }
  return receiver.outputToEnd();
}

Bytes converted(std::string_view event, const Json& members) {
  Json payload = statement(event);
  payload.update(members);
  return messageIn(toOpenIgtLink(event, payload));
}

TEST(ReceiveClient, readsEveryMessageThatIsWritten) {
  const Json matrix = {0, -1, 0, 12.5, 1, 0, 0, -33.25, 0, 0, 1, 80, 0, 0, 0, 1};
  const Json parts = {{"position", {12.5, -33.25, 80}}, {"quaternion", {0.6, 0, 0, 0.8}}};
  Json positioned = parts;
  positioned["messageType"] = "POSITION";
  const std::string output = readByReceiver({
      converted("navi:tool-tracked", {{"matrix", matrix}, {"messageType", "TRANSFORM"}}),
      converted("navi:tool-tracked", {{"matrix", matrix}, {"instrument", "5d"}}),
      converted("navi:tool-tracked", parts),
      converted("navi:tool-tracked", positioned),
      converted("navi:target-set", {{"position", {1.5, 2.5, 3.5}}, {"radiusMm", 6.5}, {"group", "Lesions"}}),
      converted("navi:trajectory-planned", {{"entry", {-60, 20, 70.5}}, {"target", {-41.5, 10.5, 22}}}),
      converted("navi:system-status",
                {{"state", "not-ready"}, {"errorName", "WARM_UP"}, {"message", "wait"}}),
      converted("navi:system-status", {{"state", "ok"}, {"message", "hello"}, {"messageType", "STRING"}}),
  });
  for (const auto* line :
       {"Time stamp: 1772357400.250000000", "Receiving TRANSFORM data type.", "12.5", "-33.25",
        "Receiving TDATA data type.", " Type       : 4", "Receiving QTDATA data type.",
        "position   = (12.5, -33.25, 80)", "quaternion = (0.6, 0, 0, 0.8)", " GroupName : Lesions",
        " Position  : ( 1.500000, 2.500000, 3.500000 )", " Radius    : 6.500000",
        " Entry Pt  : ( -60.000000, 20.000000, 70.500000 )",
        " Target Pt : ( -41.500000, 10.500000, 22.000000 )", " Code      : 13", " Error Name: WARM_UP",
        " Status    : wait", "Encoding: 3; ", "hello"})
    EXPECT_THAT(output, HasSubstr(line));
}

TEST(ReceiveClient, isSilentAboutAMessageOfAnotherCrc) {
  Bytes broken = converted("navi:target-set", {{"position", {1.5, 2.5, 3.5}}});
  broken.back() = static_cast<unsigned char>(broken.back() ^ 1U);
  const std::string output = readByReceiver({broken});
  EXPECT_THAT(output, HasSubstr("Receiving POINT data type."));
  EXPECT_THAT(output, testing::Not(HasSubstr("Position")));
}

}  // namespace
}  // namespace cast::navicast
