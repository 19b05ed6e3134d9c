// POINT and TRAJ, judged by the library's own classes.
#include <igtlPointMessage.h>
#include <igtlTrajectoryMessage.h>

#include "navi_payload.hpp"
#include "payloads.hpp"

namespace cast::navicast {
namespace {

constexpr std::string_view kTarget = "navi:target-set";
constexpr std::string_view kPlanned = "navi:trajectory-planned";

Json target() { return with(with(statement(kTarget), "position", {-41.2, 10.5, 22}), "radiusMm", 6.5); }

Json planned() {
  Json payload = statement(kPlanned);
  payload["entry"] = {-60, 20, 70.5};
  payload["target"] = {-41.2, 10.5, 22};
  payload["diameterMm"] = 2.1;
  return payload;
}

Json coloured(Json payload) {
  payload["group"] = "Lesions";
  payload["color"] = {255, 0, 128, 64};
  payload["owner"] = "CT";
  return payload;
}

igtl::TrajectoryElement::Pointer line(const char* name) {
  auto made = igtl::TrajectoryElement::New();
  made->SetName(name);
  made->SetGroupName("Lesions");
  made->SetRGBA(255, 0, 128, 64);
  made->SetEntryPosition(-60, 20, 70.5);
  made->SetTargetPosition(-41.2F, 10.5F, 22);
  made->SetRadius(1.05F);
  made->SetOwner("CT");
  made->SetType(igtl::TrajectoryElement::TYPE_ENTRY_TARGET);
  return made;
}

TEST(Point, thatTheLibraryPacksBecomesTheTarget) {
  const auto message = igtl::PointMessage::New();
  message->SetDeviceName("Planner");
  auto point = igtl::PointElement::New();
  point->SetName("subject-1");
  point->SetGroupName("Lesions");
  point->SetRGBA(255, 0, 128, 64);
  point->SetPosition(-41.2F, 10.5F, 22);
  point->SetRadius(6.5F);
  point->SetOwner("CT");
  message->AddPointElement(point);
  Json wanted = with(coloured(target()), "deviceName", "Planner");
  wanted["format"] = "navi";
  EXPECT_EQ(toNavi(kTarget, asOpenIgtLink(statement(kTarget), packed(*message))), wanted);
}

TEST(Point, thatIsWrittenIsReadByTheLibraryWithItsCrc) {
  const Json converted = toOpenIgtLink(kTarget, coloured(target()));
  EXPECT_FALSE(converted.contains("position"));
  EXPECT_FALSE(converted.contains("color"));
  const auto message = igtl::PointMessage::New();
  ASSERT_NO_FATAL_FAILURE(readWithLibrary(messageIn(converted), *message));
  ASSERT_EQ(message->GetNumberOfPointElement(), 1);
  igtl::PointElement::Pointer point;
  message->GetPointElement(0, point);
  EXPECT_STREQ(point->GetName(), "subject-1");
  EXPECT_STREQ(point->GetGroupName(), "Lesions");
  EXPECT_STREQ(point->GetOwner(), "CT");
  EXPECT_FLOAT_EQ(point->GetRadius(), 6.5F);
  igtlFloat32 position[3];
  point->GetPosition(position);
  EXPECT_FLOAT_EQ(position[0], -41.2F);
  EXPECT_FLOAT_EQ(position[1], 10.5F);
  EXPECT_FLOAT_EQ(position[2], 22);
  igtlUint8 rgba[4];
  point->GetRGBA(rgba);
  EXPECT_EQ(rgba[0], 255);
  EXPECT_EQ(rgba[3], 64);
}

TEST(Point, ofANameThatDoesNotFitIsRefusedByName) {
  const std::string name(65, 'x');
  const Json payload = with(target(), "deviceName", "Planner");
  EXPECT_EQ(refusalOf([&] { toOpenIgtLink(kTarget, with(payload, "targetId", name)); }).detail,
            "65 bytes; the name of an element of POINT holds 64: give a shorter one as `elementName`");
  const Json shorter = toOpenIgtLink(kTarget, with(with(payload, "targetId", name), "elementName", "short"));
  EXPECT_EQ(toNavi(kTarget, shorter).at("elementName"), "short");
  EXPECT_EQ(toNavi(kTarget, shorter).at("targetId"), name);
}

TEST(Point, whoseNameFillsItsFieldIsReadToTheEnd) {
  const std::string name(64, 'x');
  const Json payload = with(with(target(), "targetId", name), "deviceName", "Planner");
  EXPECT_EQ(toNavi(kTarget, toOpenIgtLink(kTarget, payload)).at("targetId"), name);
}

TEST(Device, ofANameThatDoesNotFitIsRefusedByName) {
  const std::string name(21, 'x');
  EXPECT_EQ(refusalOf([&] { toOpenIgtLink(kTarget, with(target(), "targetId", name)); }).pointer,
            "/targetId");
  EXPECT_EQ(refusalOf([&] { toOpenIgtLink(kTarget, with(target(), "deviceName", name)); }).pointer,
            "/deviceName");
  EXPECT_NO_THROW(toOpenIgtLink(kTarget, with(target(), "deviceName", std::string(20, 'x'))));
}

TEST(Trajectory, thatTheLibraryPacksBecomesThePlan) {
  const auto message = igtl::TrajectoryMessage::New();
  message->SetDeviceName("Planner");
  auto other = line("other");
  auto subject = line("subject-1");
  message->AddTrajectoryElement(other);
  message->AddTrajectoryElement(subject);
  Json wanted = with(coloured(planned()), "deviceName", "Planner");
  wanted["format"] = "navi";
  EXPECT_EQ(toNavi(kPlanned, asOpenIgtLink(statement(kPlanned), packed(*message))), wanted);
}

TEST(Trajectory, thatIsWrittenIsReadByTheLibraryWithItsCrc) {
  const auto message = igtl::TrajectoryMessage::New();
  ASSERT_NO_FATAL_FAILURE(readWithLibrary(messageIn(toOpenIgtLink(kPlanned, coloured(planned()))), *message));
  ASSERT_EQ(message->GetNumberOfTrajectoryElement(), 1);
  igtl::TrajectoryElement::Pointer read;
  message->GetTrajectoryElement(0, read);
  EXPECT_STREQ(read->GetName(), "subject-1");
  EXPECT_STREQ(read->GetGroupName(), "Lesions");
  EXPECT_STREQ(read->GetOwner(), "CT");
  EXPECT_EQ(read->GetType(), igtl::TrajectoryElement::TYPE_ENTRY_TARGET);
  EXPECT_FLOAT_EQ(read->GetRadius(), 1.05F);
  igtlFloat32 entry[3];
  igtlFloat32 end[3];
  read->GetEntryPosition(entry);
  read->GetTargetPosition(end);
  EXPECT_FLOAT_EQ(entry[0], -60);
  EXPECT_FLOAT_EQ(entry[2], 70.5F);
  EXPECT_FLOAT_EQ(end[0], -41.2F);
  EXPECT_FLOAT_EQ(end[2], 22);
}

TEST(Trajectory, withoutEntryLeadsNowhere) {
  const auto message = igtl::TrajectoryMessage::New();
  auto half = line("subject-1");
  half->SetType(igtl::TrajectoryElement::TYPE_TARGET_ONLY);
  message->AddTrajectoryElement(half);
  const Json payload = asOpenIgtLink(statement(kPlanned), packed(*message));
  EXPECT_EQ(refusalOf([&] { toNavi(kPlanned, payload); }).detail,
            "expected a trajectory with entry and target (type 3); found type 2");
}

}  // namespace
}  // namespace cast::navicast
