#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "session/json_text.hpp"
#include "session/rejection.hpp"

namespace cast::hub {

/// Who sends a message, as its token says (security/tokens.hpp).
struct Sender {
  std::string subject;
  std::string userId;  ///< empty: the token is bound to no user
};

/// What a subscribe message or request body asks for (specification, "Subscribe to Events").
struct SubscribeRequest {
  std::vector<std::string> eventTypes;
  std::string sessionId;
  std::string callbackUrl;
  std::vector<std::string> preferredFormats;
  std::string userId;
  std::string source;
  std::string subscriptionId;  ///< renews that subscription
  std::optional<long> leaseSeconds;
};

/// What a publish message or request body asks for (specification, "Publish Event").
struct PublishRequest {
  std::string eventType;
  std::string sessionId;
  std::string source;
  std::string userId;
  std::string eventId;        ///< empty: the hub chooses
  std::string members;        ///< the notification's text without eventId and the outer braces
  std::string_view payload;   ///< inside the message that was read
  std::size_t payloadAt = 0;  ///< where it begins in `members`
  bool echo = false;
};

std::variant<SubscribeRequest, Rejection> readSubscribe(const JsonObject& message, const Sender& sender);
std::variant<PublishRequest, Rejection> readPublish(const JsonObject& message, const Sender& sender);

/// Shared with the event stream, whose request is a query: what is wrong with these, if anything is.
std::optional<Rejection> faultOf(const std::vector<std::string>& eventTypes);
std::optional<Rejection> faultOfFormats(const std::vector<std::string>& formats);
std::optional<Rejection> faultOfText(const std::string& text, const std::string& pointer,
                                     std::size_t maxCharacters);
/// Fills in the token's user, or refuses another one.
std::optional<Rejection> bindUser(std::string& userId, const Sender& sender);

constexpr std::size_t kMaxEventTypes = 100;
constexpr std::size_t kMaxFormats = 20;
constexpr std::size_t kMaxSessionId = 256;
constexpr std::size_t kMaxName = 256;
constexpr std::size_t kMaxEventId = 128;

}  // namespace cast::hub
