// TRANSFORM, TDATA, QTDATA and POSITION, judged by the library's own classes.
#include <igtlMath.h>
#include <igtlPositionMessage.h>
#include <igtlQuaternionTrackingDataMessage.h>
#include <igtlTrackingDataMessage.h>
#include <igtlTransformMessage.h>

#include "message.hpp"
#include "navi_payload.hpp"
#include "payloads.hpp"

namespace cast::navicast {
namespace {

constexpr std::string_view kTracked = "navi:tool-tracked";
constexpr std::string_view kCalibrated = "navi:tool-calibrated";
constexpr std::string_view kRegistered = "navi:registration-updated";

// A quarter turn about z, so that rows and columns can't be mistaken for each other.
const Json kQuarterTurn = {0, -1, 0, 12.5, 1, 0, 0, -33.1, 0, 0, 1, 80, 0, 0, 0, 1};
const Json kPositionOfIt = {12.5, -33.1, 80};
const Json kHalfTurn = {0.6, 0, 0, 0.8};

Json pose(std::string_view event) { return with(statement(event), "matrix", kQuarterTurn); }
Json parts(std::string_view event) {
  return with(with(statement(event), "position", kPositionOfIt), "quaternion", kHalfTurn);
}
Json registered(Json payload) { return with(std::move(payload), "error", {{"freMm", 0.8}}); }

void setQuarterTurn(igtl::Matrix4x4& matrix) {
  for (std::size_t i = 0; i < 16; ++i) matrix[i / 4][i % 4] = kQuarterTurn[i].get<float>();
}

igtl::TrackingDataElement::Pointer element(const char* name, igtlUint8 type) {
  auto made = igtl::TrackingDataElement::New();
  made->SetName(name);
  made->SetType(type);
  igtl::Matrix4x4 matrix;
  setQuarterTurn(matrix);
  made->SetMatrix(matrix);
  return made;
}

TEST(Transform, thatTheLibraryPacksBecomesTheMatrix) {
  const auto message = igtl::TransformMessage::New();
  message->SetDeviceName("subject-1");
  igtl::Matrix4x4 matrix;
  setQuarterTurn(matrix);
  message->SetMatrix(matrix);
  const Json payload =
      toNavi(kRegistered, asOpenIgtLink(registered(statement(kRegistered)), packed(*message)));
  EXPECT_EQ(payload.at("format"), "navi");
  EXPECT_EQ(payload.at("matrix"), kQuarterTurn);
  EXPECT_FALSE(payload.contains("deviceName"));
  EXPECT_FALSE(payload.contains("messageType"));
  EXPECT_FALSE(payload.contains("data"));
}

TEST(Transform, thatIsWrittenIsReadByTheLibraryWithItsCrc) {
  const Json converted = toOpenIgtLink(kRegistered, registered(pose(kRegistered)));
  EXPECT_EQ(converted.at("format"), "openigtlink");
  EXPECT_EQ(converted.at("coordinateFrame"), "RAS");
  EXPECT_FALSE(converted.contains("matrix"));
  const auto message = igtl::TransformMessage::New();
  ASSERT_NO_FATAL_FAILURE(readWithLibrary(messageIn(converted), *message));
  EXPECT_STREQ(message->GetDeviceName(), "subject-1");
  EXPECT_STREQ(message->GetBodyType(), "TRANSFORM");
  igtl::Matrix4x4 matrix;
  message->GetMatrix(matrix);
  for (std::size_t i = 0; i < 16; ++i)
    EXPECT_FLOAT_EQ(matrix[i / 4][i % 4], kQuarterTurn[i].get<float>()) << i;
}

TEST(Transform, carriesTheTimeOfMeasurementInItsHeader) {
  const Json converted = toOpenIgtLink(kRegistered, registered(pose(kRegistered)));
  const auto message = igtl::TransformMessage::New();
  ASSERT_NO_FATAL_FAILURE(readWithLibrary(messageIn(converted), *message));
  const auto time = igtl::TimeStamp::New();
  auto wanted = time;
  message->GetTimeStamp(wanted);
  EXPECT_DOUBLE_EQ(wanted->GetTimeStamp(), 1772357400.25);
}

TEST(Transform, ofACalibratedToolIsTheTipsOffsetToo) {
  Json payload = pose(kCalibrated);
  payload["tipOffset"] = kPositionOfIt;
  const Json converted = toOpenIgtLink(kCalibrated, payload);
  EXPECT_FALSE(converted.contains("tipOffset"));
  payload["format"] = "navi";
  EXPECT_EQ(toNavi(kCalibrated, converted), payload);
}

TEST(TrackingData, thatTheLibraryPacksGivesTheToolThatTheEventIsAbout) {
  const auto message = igtl::TrackingDataMessage::New();
  message->SetDeviceName("Tracker");
  auto other = element("other", igtl::TrackingDataElement::TYPE_6D);
  auto subject = element("subject-1", igtl::TrackingDataElement::TYPE_5D);
  message->AddTrackingDataElement(other);
  message->AddTrackingDataElement(subject);
  const Json payload = toNavi(kTracked, asOpenIgtLink(statement(kTracked), packed(*message)));
  EXPECT_EQ(payload.at("matrix"), kQuarterTurn);
  EXPECT_EQ(payload.at("instrument"), "5d");
  EXPECT_EQ(payload.at("deviceName"), "Tracker");
  EXPECT_FALSE(payload.contains("elementName"));
}

TEST(TrackingData, ofOneElementMayCallTheToolOtherwise) {
  const auto message = igtl::TrackingDataMessage::New();
  auto only = element("Channel 0", igtl::TrackingDataElement::TYPE_6D);
  message->AddTrackingDataElement(only);
  const Json payload = toNavi(kTracked, asOpenIgtLink(statement(kTracked), packed(*message)));
  EXPECT_EQ(payload.at("elementName"), "Channel 0");
  EXPECT_EQ(payload.at("toolId"), "subject-1");
}

TEST(TrackingData, ofSeveralElementsIsRefusedWhereNoneIsTheTool) {
  const auto message = igtl::TrackingDataMessage::New();
  auto first = element("Channel 0", igtl::TrackingDataElement::TYPE_6D);
  auto second = element("Channel 1", igtl::TrackingDataElement::TYPE_6D);
  message->AddTrackingDataElement(first);
  message->AddTrackingDataElement(second);
  const Json payload = asOpenIgtLink(statement(kTracked), packed(*message));
  EXPECT_EQ(refusalOf([&] { toNavi(kTracked, payload); }).pointer, "/toolId");
  EXPECT_EQ(toNavi(kTracked, with(payload, "elementName", "Channel 1")).at("elementName"), "Channel 1");
  EXPECT_EQ(refusalOf([&] { toNavi(kTracked, with(payload, "elementName", "Channel 2")); }).pointer,
            "/elementName");
}

TEST(TrackingData, thatIsWrittenIsReadByTheLibraryWithItsCrc) {
  const Json converted = toOpenIgtLink(kTracked, with(pose(kTracked), "instrument", "3d"));
  const auto message = igtl::TrackingDataMessage::New();
  ASSERT_NO_FATAL_FAILURE(readWithLibrary(messageIn(converted), *message));
  ASSERT_EQ(message->GetNumberOfTrackingDataElements(), 1);
  igtl::TrackingDataElement::Pointer read;
  message->GetTrackingDataElement(0, read);
  EXPECT_STREQ(read->GetName(), "subject-1");
  EXPECT_EQ(read->GetType(), igtl::TrackingDataElement::TYPE_3D);
  igtl::Matrix4x4 matrix;
  read->GetMatrix(matrix);
  for (std::size_t i = 0; i < 16; ++i)
    EXPECT_FLOAT_EQ(matrix[i / 4][i % 4], kQuarterTurn[i].get<float>()) << i;
}

TEST(QuaternionTrackingData, thatTheLibraryPacksBecomesPositionAndQuaternion) {
  const auto message = igtl::QuaternionTrackingDataMessage::New();
  message->SetDeviceName("subject-1");
  auto read = igtl::QuaternionTrackingDataElement::New();
  read->SetName("subject-1");
  read->SetType(igtl::QuaternionTrackingDataElement::TYPE_6D);
  read->SetPosition(12.5F, -33.1F, 80);
  read->SetQuaternion(0.6F, 0, 0, 0.8F);
  message->AddQuaternionTrackingDataElement(read);
  Json wanted = parts(kTracked);
  wanted["format"] = "navi";
  EXPECT_EQ(toNavi(kTracked, asOpenIgtLink(statement(kTracked), packed(*message))), wanted);
}

TEST(QuaternionTrackingData, thatIsWrittenIsReadByTheLibraryWithItsCrc) {
  const auto message = igtl::QuaternionTrackingDataMessage::New();
  ASSERT_NO_FATAL_FAILURE(readWithLibrary(messageIn(toOpenIgtLink(kTracked, parts(kTracked))), *message));
  igtl::QuaternionTrackingDataElement::Pointer read;
  message->GetQuaternionTrackingDataElement(0, read);
  float position[3];
  float quaternion[4];
  read->GetPosition(position);
  read->GetQuaternion(quaternion);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_FLOAT_EQ(position[i], kPositionOfIt[i].get<float>());
  for (std::size_t i = 0; i < 4; ++i) EXPECT_FLOAT_EQ(quaternion[i], kHalfTurn[i].get<float>());
}

// The library packs the two shorter forms beyond the end of its buffer, so they are cut out of the longest.
Bytes packedPosition(std::size_t bodySize) {
  const auto message = igtl::PositionMessage::New();
  message->SetDeviceName("subject-1");
  message->SetPosition(12.5F, -33.1F, 80);
  message->SetQuaternion(0.6F, 0, 0, 0.8F);
  const Bytes whole = packed(*message);
  Message cut = readMessage(whole);
  cut.body.resize(bodySize);
  return writeMessage(cut);
}

TEST(Position, ofEachFormThatTheLibraryPacksIsRead) {
  const Json envelope = registered(statement(kRegistered));
  const Json all = toNavi(kRegistered, asOpenIgtLink(envelope, packedPosition(28)));
  EXPECT_EQ(all.at("position"), kPositionOfIt);
  EXPECT_EQ(all.at("quaternion"), kHalfTurn);

  const Json three = toNavi(kRegistered, asOpenIgtLink(envelope, packedPosition(24)));
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_NEAR(three.at("quaternion")[i].get<double>(), kHalfTurn[i].get<double>(), 1e-6);

  const Json alone = asOpenIgtLink(statement(kCalibrated), packedPosition(12));
  EXPECT_EQ(toNavi(kCalibrated, alone).at("tipOffset"), kPositionOfIt);
}

TEST(Position, thatIsWrittenIsReadByTheLibraryWithItsCrc) {
  const auto message = igtl::PositionMessage::New();
  ASSERT_NO_FATAL_FAILURE(
      readWithLibrary(messageIn(toOpenIgtLink(kRegistered, registered(parts(kRegistered)))), *message));
  float position[3];
  float quaternion[4];
  message->GetPosition(position);
  message->GetQuaternion(quaternion);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_FLOAT_EQ(position[i], kPositionOfIt[i].get<float>());
  for (std::size_t i = 0; i < 4; ++i) EXPECT_FLOAT_EQ(quaternion[i], kHalfTurn[i].get<float>());
}

TEST(Position, ofACalibratedTipTurnsNothing) {
  const Json tip = with(statement(kCalibrated), "tipOffset", kPositionOfIt);
  const Json converted = toOpenIgtLink(kCalibrated, tip);
  const auto message = igtl::PositionMessage::New();
  ASSERT_NO_FATAL_FAILURE(readWithLibrary(messageIn(converted), *message));
  float quaternion[4];
  message->GetQuaternion(quaternion);
  EXPECT_EQ(quaternion[0], 0);
  EXPECT_EQ(quaternion[3], 1);
  EXPECT_EQ(toNavi(kCalibrated, converted), with(tip, "format", "navi"));
  EXPECT_EQ(refusalOf([] {
              toNavi(kCalibrated, asOpenIgtLink(statement(kCalibrated), packedPosition(28)));
            }).detail,
            "the POSITION message has a rotation, and a tip's offset has none: send a TRANSFORM");
}

TEST(Position, withoutQuaternionIsNoPose) {
  const Json payload = asOpenIgtLink(registered(statement(kRegistered)), packedPosition(12));
  EXPECT_EQ(refusalOf([&] { toNavi(kRegistered, payload); }).detail,
            "the POSITION message has no quaternion, and the event needs one");
}

TEST(MessageType, thatThePayloadWishesForIsWrittenAndComesBack) {
  for (const auto* type : {"TDATA", "TRANSFORM"}) {
    const Json wish = with(pose(kTracked), "messageType", type);
    const Json converted = toOpenIgtLink(kTracked, wish);
    const auto header = igtl::MessageHeader::New();
    const Bytes bytes = messageIn(converted);
    EXPECT_EQ(std::string(bytes.begin() + 2, bytes.begin() + 2 + static_cast<long>(std::string(type).size())),
              type);
    EXPECT_EQ(toNavi(kTracked, converted).value("messageType", "TDATA"), type);
  }
}

TEST(MessageType, thatCantCarryThePayloadIsRefused) {
  EXPECT_EQ(refusalOf([] { toOpenIgtLink(kTracked, with(pose(kTracked), "messageType", "QTDATA")); }).pointer,
            "/messageType");
  EXPECT_EQ(refusalOf([] { toOpenIgtLink(kTracked, with(pose(kTracked), "messageType", "POINT")); }).detail,
            "expected a type that carries this event: TDATA, QTDATA, TRANSFORM, POSITION, STATUS");
  EXPECT_EQ(refusalOf([] { toOpenIgtLink(kTracked, with(pose(kTracked), "messageType", "STATUS")); }).pointer,
            "/messageType");
}

}  // namespace
}  // namespace cast::navicast
