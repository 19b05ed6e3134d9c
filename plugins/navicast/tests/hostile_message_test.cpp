// Messages and payloads from somebody who wishes the hub ill: each is answered with a reason.
#include <igtlPointMessage.h>
#include <igtlTransformMessage.h>

#include <random>

#include "message.hpp"
#include "navi_payload.hpp"
#include "payloads.hpp"

namespace cast::navicast {
namespace {

constexpr std::array<std::string_view, 10> kEvents{"navi:tool-tracked",         "navi:tool-calibrated",
                                                   "navi:registration-updated", "navi:image-slice",
                                                   "navi:target-set",           "navi:target-reached",
                                                   "navi:trajectory-planned",   "navi:trajectory-reached",
                                                   "navi:trajectory-deviated",  "navi:system-status"};
constexpr std::array<const char*, 8> kTypes{"TRANSFORM", "POSITION", "QTDATA", "TDATA",
                                            "POINT",     "TRAJ",     "STATUS", "STRING"};

Bytes sound() {
  igtl::Matrix4x4 matrix;
  igtl::IdentityMatrix(matrix);
  const auto message = igtl::TransformMessage::New();
  message->SetDeviceName("subject-1");
  message->SetMatrix(matrix);
  return packed(*message);
}

Refusal refused(const Bytes& message) {
  return refusalOf(
      [&] { judgePayload("navi:tool-tracked", asOpenIgtLink(statement("navi:tool-tracked"), message)); });
}

Bytes changed(std::size_t index, unsigned char value) {
  Bytes message = sound();
  message.at(index) = value;
  return message;
}

TEST(Message, thatIsSoundPasses) {
  EXPECT_NO_THROW(judgePayload("navi:tool-tracked", asOpenIgtLink(statement("navi:tool-tracked"), sound())));
}

TEST(Message, cutAnywhereIsRefusedByItsSize) {
  const Bytes whole = sound();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto refusal = refused(Bytes(whole.begin(), whole.begin() + static_cast<long>(size)));
    EXPECT_EQ(refusal.pointer, "/data");
    const std::string wanted =
        size == 0   ? "expected a string that isn't empty"
        : size < 58 ? "expected an OpenIGTLink message, which has a header of 58 bytes; found " +
                          std::to_string(size) + " bytes"
                    : "the header declares a body of 48 bytes; found " + std::to_string(size - 58);
    EXPECT_EQ(refusal.detail, wanted);
  }
}

TEST(Message, withOneBitChangedInItsBodyIsRefusedByItsCrc) {
  for (std::size_t byte = 58; byte < sound().size(); ++byte)
    for (unsigned bit = 0; bit < 8; ++bit)
      ASSERT_EQ(refused(changed(byte, static_cast<unsigned char>(sound()[byte] ^ (1U << bit)))).detail,
                "the CRC in the header isn't that of the body");
}

TEST(Message, ofAnotherHeaderVersionIsRefusedByName) {
  for (const int version : {0, 2, 3, 255})
    EXPECT_EQ(refused(changed(1, static_cast<unsigned char>(version)))
                  .detail.rfind("expected header version 1; found " + std::to_string(version), 0),
              0U);
}

TEST(Message, whoseSizeLiesIsRefusedByName) {
  for (std::size_t byte = 42; byte < 50; ++byte)
    EXPECT_EQ(refused(changed(byte, 0xFF)).detail.rfind("the header declares a body of ", 0), 0U);
}

TEST(Message, ofAnUnknownTypeIsRefusedWithoutRepeatingIt) {
  EXPECT_EQ(
      refused(changed(2, 'X')).detail,
      "expected a message of a type that carries this event: TDATA, QTDATA, TRANSFORM, POSITION, STATUS");
  EXPECT_EQ(refused(changed(2, 0xFF)).detail,
            "the message's type is not UTF-8 text without control characters");
  EXPECT_EQ(refused(changed(14, '\n')).detail,
            "the message's device name is not UTF-8 text without control characters");
}

TEST(Message, withANumberThatIsNoneIsRefusedByName) {
  Message message = readMessage(sound());
  for (const std::uint32_t bits : {0x7FC00000U, 0x7F800000U, 0xFF800000U}) {
    for (std::size_t i = 0; i < 4; ++i)
      message.body[40 + i] = static_cast<unsigned char>(bits >> (24 - 8 * i) & 0xFFU);
    EXPECT_EQ(refused(writeMessage(message)).detail, "the message holds a number that is NaN or infinite");
  }
}

TEST(Message, whoseRotationIsNoneIsRefusedByName) {
  Message message = readMessage(sound());
  message.body[0] = 0xBF;  // the first number becomes -1: a mirror
  EXPECT_EQ(refused(writeMessage(message)).detail,
            "the message's matrix: expected a rotation of determinant +1: this one mirrors");
  message.body[0] = 0x40;  // 4: a scale
  EXPECT_EQ(refused(writeMessage(message)).detail,
            "the message's matrix: expected an orthonormal rotation, within 1e-4: columns 0 and 0 break it");
}

TEST(Message, ofAnySizeAndTypeIsReadOrRefusedForEveryEvent) {
  std::mt19937 random(11);
  for (const auto event : kEvents) {
    for (const auto* type : kTypes) {
      for (int i = 0; i < 15; ++i) {
        Message message{type, "device", 0, Bytes(random() % 400)};
        for (auto& byte : message.body) byte = static_cast<unsigned char>(random());
        try {
          judgePayload(event, asOpenIgtLink(statement(event), writeMessage(message)));
        } catch (const Fault& fault) {
          ASSERT_FALSE(std::string(fault.what()).empty());
        }
      }
    }
  }
}

TEST(Message, ofRubbishIsRefused) {
  std::mt19937 random(12);
  for (int i = 0; i < 500; ++i) {
    Bytes message(1 + random() % 300);
    for (auto& byte : message) byte = static_cast<unsigned char>(random());
    ASSERT_EQ(refused(message).pointer, "/data");
  }
}

TEST(Message, ofManyElementsIsReadInOneGo) {
  const auto message = igtl::PointMessage::New();
  for (int i = 0; i < 5000; ++i) {
    auto point = igtl::PointElement::New();
    point->SetName(i == 4999 ? "subject-1" : "other");
    point->SetPosition(1, 2, 3);
    message->AddPointElement(point);
  }
  const Json payload = asOpenIgtLink(statement("navi:target-set"), packed(*message));
  EXPECT_EQ(toNavi("navi:target-set", payload).at("position"), Json({1, 2, 3}));
}

TEST(Data, longerThanItsLimitIsRefusedBeforeItIsRead) {
  Json payload = statement("navi:tool-tracked");
  payload["format"] = "openigtlink";
  payload["data"] = std::string(16U << 20U, 'A');
  const auto refusal = refusalOf([&] { toNavi("navi:tool-tracked", payload); });
  EXPECT_EQ(refusal.pointer, "/data");
  EXPECT_EQ(refusal.detail, "expected at most 1 MiB of base64; found 16777216 bytes");
}

TEST(Data, thatIsNoBase64IsRefused) {
  Json payload = statement("navi:tool-tracked");
  payload["format"] = "openigtlink";
  for (const Json& wrong : {Json("%%%%"), Json("AAA"), Json(7), Json::array(), Json()}) {
    payload["data"] = wrong;
    EXPECT_EQ(refusalOf([&] { toNavi("navi:tool-tracked", payload); }).pointer, "/data") << wrong;
  }
}

TEST(Value, hasOnePlace) {
  const Json payload = asOpenIgtLink(statement("navi:tool-tracked"), sound());
  for (const auto* name : {"matrix", "messageType", "deviceName"})
    EXPECT_EQ(refusalOf([&] { toNavi("navi:tool-tracked", with(payload, name, "TRANSFORM")); }).pointer,
              std::string("/") + name);
  Json navi = statement("navi:tool-tracked");
  navi["matrix"] = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  EXPECT_EQ(refusalOf([&] { toOpenIgtLink("navi:tool-tracked", with(navi, "data", "mine")); }).pointer,
            "/data");
}

// Every member of every event's payload, replaced by what it is not.
TEST(Member, ofAnyOtherTypeIsRefusedOrLeftAlone) {
  const std::vector<Json> values = {nullptr,
                                    true,
                                    -1,
                                    1e308,
                                    "",
                                    "x",
                                    std::string(3, '\0'),
                                    "\xFF",
                                    Json::array(),
                                    Json::object(),
                                    Json::array({1, "2", nullptr}),
                                    Json::array({1e308, 1e308, 1e308})};
  for (const auto event : kEvents) {
    Json payload = statement(event);
    for (const auto* name :
         {"matrix", "position", "quaternion", "entry", "target", "tipPosition", "tipOffset", "state", "error",
          "distanceMm", "message", "subCode", "color", "messageType", "elementName"})
      payload[name] = Json();
    for (const auto& [name, was] : payload.items()) {
      for (const Json& value : values) {
        for (const auto* format : {"navi", "openigtlink"}) {
          try {
            Json altered = with(payload, name, value);
            if (name != "format") altered["format"] = format;
            toOpenIgtLink(event, altered);
          } catch (const Fault&) {
          }
          try {
            judgePayload(event, with(payload, name, value));
          } catch (const Fault&) {
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace cast::navicast
