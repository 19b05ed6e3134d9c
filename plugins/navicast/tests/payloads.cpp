#include "payloads.hpp"

#include <cstring>

#include "event_kind.hpp"

namespace cast::navicast {

Json statement(std::string_view eventType) {
  Json payload = {{"units", "mm"},
                  {"coordinateFrame", "RAS"},
                  {"quality", {{"tracking", "good"}, {"errorMm", 0.2}}},
                  {"time", {{"clock", "ptp"}, {"measured", "2026-03-01T09:30:00.250Z"}}},
                  {"fromFrame", "tool-tip"},
                  {"toFrame", "patient-reference"},
                  {"frame", "ct-planning"},
                  {"toolId", "needle"}};
  payload[std::string(findEvent(eventType)->id)] = "subject-1";
  return payload;
}

Json with(Json payload, const std::string& name, Json value) {
  payload[name] = std::move(value);
  return payload;
}

Json without(Json payload, const std::string& name) {
  payload.erase(name);
  return payload;
}

Json asOpenIgtLink(Json statement, const Bytes& message) {
  statement["format"] = "openigtlink";
  statement["data"] = encodeBase64(message);
  return statement;
}

Bytes messageIn(const Json& payload) { return decodeBase64(payload.at("data").get<std::string>()).value(); }

Bytes packed(igtl::MessageBase& message) {
  message.SetTimeStamp(0, 0);  // the library leaves it uninitialised
  message.Pack();
  const auto* bytes = static_cast<const unsigned char*>(message.GetPackPointer());
  return {bytes, bytes + message.GetPackSize()};
}

void readWithLibrary(const Bytes& bytes, igtl::MessageBase& message) {
  const auto header = igtl::MessageHeader::New();
  header->InitPack();
  ASSERT_GE(bytes.size(), static_cast<std::size_t>(header->GetPackSize()));
  std::memcpy(header->GetPackPointer(), bytes.data(), static_cast<std::size_t>(header->GetPackSize()));
  ASSERT_TRUE(header->Unpack() & igtl::MessageHeader::UNPACK_HEADER);
  const auto head = static_cast<std::size_t>(header->GetPackSize());
  ASSERT_EQ(static_cast<std::size_t>(header->GetBodySizeToRead()), bytes.size() - head);
  message.SetMessageHeader(header);
  message.AllocatePack();
  std::memcpy(message.GetPackBodyPointer(), bytes.data() + head, bytes.size() - head);
  ASSERT_TRUE(message.Unpack(1) & igtl::MessageHeader::UNPACK_BODY) << "the library finds the CRC wrong";
}

}  // namespace cast::navicast
