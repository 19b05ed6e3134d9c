#include "navi_payload.hpp"

#include "clock_time.hpp"
#include "element.hpp"
#include "rules.hpp"

namespace cast::navicast {
namespace {

constexpr std::size_t kDeviceName = 20;

const EventKind& eventOf(std::string_view eventType) {
  if (const EventKind* event = findEvent(eventType)) return *event;
  throw Fault("this plugin knows no such event type");
}

void judgeNavi(const EventKind& event, const Members& payload) {
  judgeStatement(payload);
  event.judge(payload);
}

// Takes the message's type, if one is named, out of the payload.
const MessageConverter& takeMessageType(const EventKind& event, Json& payload) {
  const Members members(payload);
  if (!members.has("messageType")) return usualMessage(event, members);
  const MessageConverter* converter = findMessage(event, members.text("messageType"));
  if (!converter)
    members.refuse("messageType", "expected a type that carries this event: " + messagesInWords(event));
  payload.erase("messageType");
  return *converter;
}

std::string takeDeviceName(const EventKind& event, Json& payload) {
  if (std::string name = takeField(payload, "deviceName", kDeviceName); !name.empty()) return name;
  const Members members(payload);
  std::string name = members.text(event.id);
  if (name.size() > kDeviceName || hasControl(name))
    members.refuse(event.id,
                   "OpenIGTLink's device names hold 20 bytes without control characters: give "
                   "another name as `deviceName`");
  return name;
}

Json inFormat(const char* format, Json&& payload) {
  Json result = {{"format", format}};
  for (auto& [name, value] : payload.items())
    if (name != "format") result[name] = std::move(value);
  return result;
}

Message messageOf(const Members& payload) {
  const std::string data = payload.text("data");
  if (data.size() > kMaxData)
    payload.refuse("data",
                   "expected at most 1 MiB of base64; found " + std::to_string(data.size()) + " bytes");
  const auto bytes = decodeBase64(data);
  if (!bytes) payload.refuse("data", "expected base64 (RFC 4648 section 4, padded, without line breaks)");
  return readMessage(*bytes);
}

const MessageConverter& converterFor(const EventKind& event, const Message& message) {
  if (const MessageConverter* converter = findMessage(event, message.type)) return *converter;
  throw Fault("expected a message of a type that carries this event: " + messagesInWords(event), "/data");
}

void fill(const EventKind& event, const Message& message, Filling& payload) {
  const MessageConverter& converter = converterFor(event, message);
  for (const auto* name : {"messageType", "deviceName"})
    if (payload.members().has(name))
      payload.members().refuse(name, "the message says this: leave the member out");
  converter.unpack(event, message.body, payload);
  if (!message.deviceName.empty() && message.deviceName != payload.members().text(event.id))
    payload.put("deviceName", message.deviceName);
  if (&converter != &usualMessage(event, payload.members())) payload.put("messageType", converter.type);
  if (!sameTime(message.timeStamp, payload.members()))
    payload.members().refuse("time", "expected the time in the message's header, within a microsecond");
}

// A fault in what the message said is the message's.
[[noreturn]] void blame(const Fault& fault, const Filling& payload) {
  const std::string& pointer = fault.pointer();
  const std::string member = pointer.substr(pointer.empty() ? 0 : 1, pointer.find('/', 1) - 1);
  if (!payload.filled(member)) throw fault;
  throw Fault("the message's " + member + ": " + fault.what(), "/data");
}

}  // namespace

void Filling::put(const std::string& name, Json value) {
  if (members().has(name)) throw Fault("the message says this: leave the member out", "/" + name);
  payload_[name] = std::move(value);
  names_.insert(name);
}

Json toOpenIgtLink(std::string_view eventType, Json payload) {
  const EventKind& event = eventOf(eventType);
  const Members members(payload);
  if (members.text("format", kNavi) != kNavi) members.refuse("format", "expected navi");
  judgeNavi(event, members);
  if (payload.contains("data"))
    members.refuse("data", "this member is to hold the message: name it otherwise");
  const MessageConverter& converter = takeMessageType(event, payload);
  Message message{converter.type, takeDeviceName(event, payload), wireTimeOf(members), {}};
  message.body = converter.pack(event, payload);
  Json result = inFormat(kOpenIgtLink, std::move(payload));
  result["data"] = encodeBase64(writeMessage(message));
  return result;
}

Json toNavi(std::string_view eventType, Json payload) {
  const EventKind& event = eventOf(eventType);
  const Members members(payload);
  if (members.text("format") != kOpenIgtLink) members.refuse("format", "expected openigtlink");
  judgeStatement(members);
  const Message message = messageOf(members);
  payload.erase("data");
  Filling filling(payload);
  try {
    fill(event, message, filling);
    judgeNavi(event, members);
  } catch (const Fault& fault) {
    blame(fault, filling);
  }
  return inFormat(kNavi, std::move(payload));
}

void judgePayload(std::string_view eventType, const Json& payload) {
  const Members members(payload);
  const auto format = payload.find("format");
  const bool named = format != payload.end() && format->is_string();
  if (named && *format == kOpenIgtLink)
    toNavi(eventType, payload);
  else if (named ? *format == kNavi : !payload.contains("resourceType"))
    judgeNavi(eventOf(eventType), members);
  else
    judgeStatement(members);
}

}  // namespace cast::navicast
