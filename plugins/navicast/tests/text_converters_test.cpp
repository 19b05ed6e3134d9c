// STATUS and STRING, judged by the library's own classes.
#include <igtlStatusMessage.h>
#include <igtlStringMessage.h>

#include "message.hpp"
#include "navi_payload.hpp"
#include "payloads.hpp"

namespace cast::navicast {
namespace {

constexpr std::string_view kSystem = "navi:system-status";
constexpr std::string_view kTracked = "navi:tool-tracked";

Json warmingUp() {
  Json payload = statement(kSystem);
  payload["state"] = "not-ready";
  payload["subCode"] = -128;
  payload["errorName"] = "CAMERA_WARM_UP";
  payload["message"] = "The camera warms up";
  return payload;
}

Json lost() { return with(statement(kTracked), "quality", {{"tracking", "lost"}}); }

// The library leaves the error name uninitialised.
igtl::StatusMessage::Pointer newStatus() {
  auto message = igtl::StatusMessage::New();
  message->SetErrorName("");
  return message;
}

TEST(Status, thatTheLibraryPacksBecomesTheSystemsState) {
  const auto message = newStatus();
  message->SetDeviceName("subject-1");
  message->SetCode(igtl::StatusMessage::STATUS_NOT_READY);
  message->SetSubCode(-128);
  message->SetErrorName("CAMERA_WARM_UP");
  message->SetStatusString("The camera warms up");
  EXPECT_EQ(toNavi(kSystem, asOpenIgtLink(statement(kSystem), packed(*message))),
            with(warmingUp(), "format", "navi"));
}

TEST(Status, thatIsWrittenIsReadByTheLibraryWithItsCrc) {
  const auto message = newStatus();
  ASSERT_NO_FATAL_FAILURE(readWithLibrary(messageIn(toOpenIgtLink(kSystem, warmingUp())), *message));
  EXPECT_EQ(message->GetCode(), igtl::StatusMessage::STATUS_NOT_READY);
  EXPECT_EQ(message->GetSubCode(), -128);
  EXPECT_STREQ(message->GetErrorName(), "CAMERA_WARM_UP");
  EXPECT_STREQ(message->GetStatusString(), "The camera warms up");
}

TEST(Status, hasAStateForEachCodeOfTheLibrary) {
  const auto message = newStatus();
  for (int code = igtl::StatusMessage::STATUS_OK; code < igtl::StatusMessage::STATUS_NUM_TYPES; ++code) {
    message->SetCode(code);
    const Json payload = toNavi(kSystem, asOpenIgtLink(statement(kSystem), packed(*message)));
    const auto again = igtl::StatusMessage::New();
    ASSERT_NO_FATAL_FAILURE(readWithLibrary(messageIn(toOpenIgtLink(kSystem, payload)), *again));
    EXPECT_EQ(again->GetCode(), code);
  }
  for (const int code : {0, 20, 65535}) {
    message->SetCode(code);
    const Json payload = asOpenIgtLink(statement(kSystem), packed(*message));
    EXPECT_EQ(refusalOf([&] { toNavi(kSystem, payload); }).pointer, "/data") << code;
  }
}

TEST(Status, saysThatAToolIsNotSeen) {
  const Json converted = toOpenIgtLink(kTracked, lost());
  const auto message = newStatus();
  ASSERT_NO_FATAL_FAILURE(readWithLibrary(messageIn(converted), *message));
  EXPECT_EQ(message->GetCode(), igtl::StatusMessage::STATUS_NOT_PRESENT);
  EXPECT_EQ(toNavi(kTracked, converted), with(lost(), "format", "navi"));
}

TEST(Status, ofAToolIsRefusedWhereItSaysAnythingElse) {
  const auto message = newStatus();
  message->SetCode(igtl::StatusMessage::STATUS_OK);
  EXPECT_EQ(refusalOf([&] { toNavi(kTracked, asOpenIgtLink(lost(), packed(*message))); }).pointer, "/data");
  message->SetCode(igtl::StatusMessage::STATUS_NOT_PRESENT);
  EXPECT_EQ(
      refusalOf([&] { toNavi(kTracked, asOpenIgtLink(statement(kTracked), packed(*message))); }).pointer,
      "/quality/tracking");
}

TEST(Status, withoutItsEndIsRefused) {
  const auto message = newStatus();
  message->SetCode(igtl::StatusMessage::STATUS_OK);
  Message cut = readMessage(packed(*message));
  for (const std::size_t size : {std::size_t{0}, std::size_t{29}, std::size_t{30}}) {
    cut.body.resize(size);
    const Json payload = asOpenIgtLink(statement(kSystem), writeMessage(cut));
    EXPECT_EQ(refusalOf([&] { toNavi(kSystem, payload); }).pointer, "/data") << size;
  }
}

TEST(Status, textsThatOpenIgtLinkCantHoldAreRefused) {
  const auto refused = [](const char* member, const Json& value) {
    return refusalOf([&] { toOpenIgtLink(kSystem, with(warmingUp(), member, value)); }).pointer;
  };
  EXPECT_EQ(refused("errorName", std::string(21, 'x')), "/errorName");
  EXPECT_EQ(refused("message", std::string("a\0b", 3)), "/message");
  EXPECT_EQ(refused("subCode", 9223372036854775808U), "/subCode");
  EXPECT_EQ(refused("subCode", 1.5), "/subCode");
  EXPECT_EQ(refused("state", "fine"), "/state");
}

TEST(String, thatTheLibraryPacksBecomesTheMessage) {
  const auto message = igtl::StringMessage::New();
  message->SetDeviceName("subject-1");
  message->SetString("hello");
  const Json envelope = with(statement(kSystem), "state", "ok");
  const Json payload = toNavi(kSystem, asOpenIgtLink(envelope, packed(*message)));
  EXPECT_EQ(payload.at("message"), "hello");
  EXPECT_EQ(payload.at("state"), "ok");
  EXPECT_EQ(payload.at("messageType"), "STRING");
}

TEST(String, thatIsWrittenIsReadByTheLibraryWithItsCrc) {
  for (const auto& [text, charset] : {std::pair("hello", 3), std::pair("w\xC3\xA4rmt auf", 106)}) {
    const Json wish = with(with(warmingUp(), "message", text), "messageType", "STRING");
    const Json converted = toOpenIgtLink(kSystem, wish);
    const auto message = igtl::StringMessage::New();
    ASSERT_NO_FATAL_FAILURE(readWithLibrary(messageIn(converted), *message));
    EXPECT_STREQ(message->GetString(), text);
    EXPECT_EQ(message->GetEncoding(), charset);
    EXPECT_EQ(toNavi(kSystem, converted), with(wish, "format", "navi"));
  }
}

TEST(String, inLatin1IsReadAsWhatItMeans) {
  const auto message = igtl::StringMessage::New();
  message->SetEncoding(4);
  message->SetString("w\xE4rmt");
  const Json payload = asOpenIgtLink(with(statement(kSystem), "state", "ok"), packed(*message));
  EXPECT_EQ(toNavi(kSystem, payload).at("message"), "w\xC3\xA4rmt");
}

TEST(String, inACharacterSetOfWhichNothingIsKnownOrNotInItsOwnIsRefused) {
  const auto message = igtl::StringMessage::New();
  message->SetString("w\xE4rmt");
  for (const int charset : {3, 106, 17}) {
    message->SetEncoding(static_cast<igtlUint16>(charset));
    const Json payload = asOpenIgtLink(with(statement(kSystem), "state", "ok"), packed(*message));
    EXPECT_EQ(refusalOf([&] { toNavi(kSystem, payload); }).pointer, "/data") << charset;
  }
}

TEST(String, longerThanItsLengthCanSayIsRefused) {
  const auto text = [](std::size_t size) {
    return with(with(warmingUp(), "message", std::string(size, 'x')), "messageType", "STRING");
  };
  EXPECT_NO_THROW(toOpenIgtLink(kSystem, text(65535)));
  EXPECT_EQ(refusalOf([&] { toOpenIgtLink(kSystem, text(65536)); }).pointer, "/message");
}

}  // namespace
}  // namespace cast::navicast
