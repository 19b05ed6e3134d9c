#include "session/request.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "session/event_type.hpp"

namespace cast::hub {
namespace {

using Kind = JsonMember::Kind;
using Fault = std::optional<Rejection>;

Rejection missing(const std::string& name, const std::string& advice) {
  return {400, "missing-member", "A required member is missing", "`" + name + "` is missing: " + advice,
          "/" + name};
}

Rejection wrongType(const std::string& pointer, const std::string& wanted) {
  return {400, "wrong-type", "A value of the wrong type", "`" + pointer + "` must be " + wanted, pointer};
}

Rejection invalid(const std::string& pointer, const std::string& detail) {
  return {400, "invalid-value", "A value that can't be", "`" + pointer + "` " + detail, pointer};
}

/// Takes members out of a message one after the other and remembers the first fault.
class Taker {
 public:
  explicit Taker(const JsonObject& message) : message_(message) {}

  Fault fault;

  std::string text(const std::string& name, std::size_t maxCharacters,
                   const char* requiredBecause = nullptr) {
    const JsonMember* member = take(name, Kind::String, "a string", requiredBecause);
    if (member == nullptr) return {};
    if (!fault) fault = faultOfText(member->string, "/" + name, maxCharacters);
    return member->string;
  }

  std::vector<std::string> texts(const std::string& name, const char* requiredBecause = nullptr) {
    const JsonMember* member = take(name, Kind::Array, "an array of strings", requiredBecause);
    if (member == nullptr) return {};
    auto strings = stringsOf(member->text);
    if (const auto* index = std::get_if<std::size_t>(&strings)) {
      fault = wrongType("/" + name + "/" + std::to_string(*index), "a string");
      return {};
    }
    return std::get<std::vector<std::string>>(std::move(strings));
  }

  bool flag(const std::string& name) {
    const JsonMember* member = take(name, Kind::Boolean, "true or false", nullptr);
    return member != nullptr && member->text == "true";
  }

  std::optional<long> wholeNumber(const std::string& name) {
    const JsonMember* member = take(name, Kind::Number, "a whole number", nullptr);
    if (member == nullptr) return std::nullopt;
    long value = 0;
    const char* end = member->text.data() + member->text.size();
    const auto [stop, error] = std::from_chars(member->text.data(), end, value);
    const bool isHuge = error == std::errc::result_out_of_range && stop == end && member->text.front() != '-';
    if (isHuge) return std::numeric_limits<long>::max();
    if (error != std::errc{} || stop != end || value < 1) {
      fault = invalid("/" + name, "must be a whole number of at least 1");
      return std::nullopt;
    }
    return value;
  }

 private:
  const JsonMember* take(const std::string& name, Kind kind, const char* wanted,
                         const char* requiredBecause) {
    if (fault) return nullptr;
    const JsonMember* member = message_.find(name);
    if (member == nullptr) {
      if (requiredBecause != nullptr) fault = missing(name, requiredBecause);
      return nullptr;
    }
    if (member->kind == kind) return member;
    fault = wrongType("/" + name, wanted);
    return nullptr;
  }

  const JsonObject& message_;
};

Fault faultOfCallback(const std::string& url) {
  if (url.empty()) return std::nullopt;
  const bool printable = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7f; });
  try {
    const Poco::URI uri(url);
    const bool http = uri.getScheme() == "http" || uri.getScheme() == "https";
    if (printable && http && !uri.getHost().empty()) return std::nullopt;
  } catch (const Poco::SyntaxException&) {
    // is told below
  }
  return invalid("/callbackUrl", "must be an absolute http or https URL");
}

Fault faultOfEvent(const JsonObject& message, const PublishRequest& request, const std::string& timestamp) {
  if (!isEventType(request.eventType)) {
    return invalid("/eventType",
                   "is no event type: letters, digits, `.`, `_`, `-`, and one `:` after a domain");
  }
  if (!isTimestamp(timestamp)) {
    return invalid("/timestamp", "must be a time as RFC 3339 writes it, such as 2024-01-15T10:30:00Z");
  }
  if (message.find("payload") == nullptr)
    return missing("payload", "send the event's data, {} if it has none");
  return std::nullopt;
}

/// The publisher's members with the publisher's bytes, without those that steer the hub.
void passOn(const JsonObject& message, const std::string& boundUserId, PublishRequest& request) {
  std::string& text = request.members;
  bool hasUser = false;
  for (const JsonMember& member : message.members()) {
    const std::string& name = member.name;
    if (name == "action" || name == "echo" || name == "requestId" || name == "eventId") continue;
    hasUser = hasUser || name == "userId";
    text.append(",").append(member.nameText).append(":");
    if (name == "payload") request.payloadAt = text.size();
    text.append(member.text);
  }
  if (!hasUser && !boundUserId.empty()) text += ",\"userId\":" + jsonString(boundUserId);
}

}  // namespace

Fault faultOfText(const std::string& text, const std::string& pointer, std::size_t maxCharacters) {
  if (text.empty()) return invalid(pointer, "must not be empty");
  if (!isUtf8(text)) return invalid(pointer, "must be UTF-8");
  const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(text.begin(), text.end(), isControl))
    return invalid(pointer, "must not hold control characters");
  const auto isLead = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  if (static_cast<std::size_t>(std::count_if(text.begin(), text.end(), isLead)) <= maxCharacters)
    return std::nullopt;
  return invalid(pointer, "must have at most " + std::to_string(maxCharacters) + " characters");
}

Fault faultOf(const std::vector<std::string>& eventTypes) {
  if (eventTypes.empty()) return invalid("/eventTypes", "must name at least one event type");
  if (eventTypes.size() > kMaxEventTypes) {
    return invalid("/eventTypes", "must name at most " + std::to_string(kMaxEventTypes) + " event types");
  }
  for (std::size_t i = 0; i < eventTypes.size(); ++i) {
    if (isEventType(eventTypes[i])) continue;
    return invalid("/eventTypes/" + std::to_string(i),
                   "is no event type: letters, digits, `.`, `_`, `-`, and one `:` after a domain");
  }
  return std::nullopt;
}

Fault faultOfFormats(const std::vector<std::string>& formats) {
  if (formats.size() > kMaxFormats) {
    return invalid("/preferredFormats", "must name at most " + std::to_string(kMaxFormats) + " formats");
  }
  for (std::size_t i = 0; i < formats.size(); ++i) {
    if (auto fault = faultOfText(formats[i], "/preferredFormats/" + std::to_string(i), kMaxName))
      return fault;
  }
  return std::nullopt;
}

Fault bindUser(std::string& userId, const Sender& sender) {
  if (sender.userId.empty()) return std::nullopt;
  if (userId.empty()) userId = sender.userId;
  if (userId == sender.userId) return std::nullopt;
  return Rejection{403, "forbidden", "Not allowed", "`/userId` is not the user that the token is bound to",
                   "/userId"};
}

std::variant<SubscribeRequest, Rejection> readSubscribe(const JsonObject& message, const Sender& sender) {
  Taker taker(message);
  SubscribeRequest request;
  request.eventTypes = taker.texts("eventTypes", "name the event types to be notified of");
  if (!taker.fault) taker.fault = faultOf(request.eventTypes);
  request.sessionId = taker.text("sessionId", kMaxSessionId, "name the session to join");
  request.callbackUrl = taker.text("callbackUrl", 2048);
  if (!taker.fault) taker.fault = faultOfCallback(request.callbackUrl);
  request.preferredFormats = taker.texts("preferredFormats");
  if (!taker.fault) taker.fault = faultOfFormats(request.preferredFormats);
  request.userId = taker.text("userId", kMaxName);
  request.source = taker.text("source", kMaxName);
  request.subscriptionId = taker.text("subscriptionId", kMaxName);
  request.leaseSeconds = taker.wholeNumber("leaseSeconds");
  if (!taker.fault) taker.fault = bindUser(request.userId, sender);
  if (taker.fault) return *taker.fault;
  std::sort(request.eventTypes.begin(), request.eventTypes.end());
  request.eventTypes.erase(std::unique(request.eventTypes.begin(), request.eventTypes.end()),
                           request.eventTypes.end());
  return request;
}

std::variant<PublishRequest, Rejection> readPublish(const JsonObject& message, const Sender& sender) {
  Taker taker(message);
  PublishRequest request;
  request.eventType = taker.text("eventType", kMaxName, "name the type of the event");
  const std::string timestamp = taker.text("timestamp", kMaxName, "say when the event occurred");
  request.source = taker.text("source", kMaxName, "name the application that publishes");
  request.sessionId = taker.text("sessionId", kMaxSessionId, "name the session of the event");
  request.userId = taker.text("userId", kMaxName);
  request.eventId = taker.text("eventId", kMaxEventId);
  request.echo = taker.flag("echo");
  if (!taker.fault) taker.fault = faultOfEvent(message, request, timestamp);
  if (!taker.fault) taker.fault = bindUser(request.userId, sender);
  if (taker.fault) return *taker.fault;
  request.payload = message.find("payload")->text;
  passOn(message, sender.userId, request);
  return request;
}

}  // namespace cast::hub
