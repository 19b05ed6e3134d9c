#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "log.hpp"
#include "metrics.hpp"
#include "security/tokens.hpp"
#include "session/sessions.hpp"
#include "variant/variants.hpp"

namespace cast::hub {

/// What every transport does alike: reads a message, checks scopes, lets the variants judge the payload, and
/// has the sessions act. Used by the loop's thread only.
class Hub {
 public:
  Hub(SessionLimits limits, const Variants& variants, Log& log);

  /// Where notifications for callback URLs go; set once, before the first call.
  void setWebhooks(Receiver& webhooks) { webhooks_ = &webhooks; }

  /// A subscribe body over HTTP: to its callback, or pending for an event stream.
  std::variant<Sessions::Subscribed, Rejection> subscribe(const JsonObject& body, const Identity& identity);
  /// A subscribe message, or an event stream's query, on a connection.
  std::variant<Sessions::Subscribed, Rejection> subscribe(const SubscribeRequest& request,
                                                          const Identity& identity, Transport transport,
                                                          Receiver* receiver);
  std::variant<const Subscription*, Rejection> attach(const std::string& subscriptionId,
                                                      const Identity& identity, Receiver& receiver);
  std::optional<Rejection> unsubscribe(const std::string& subscriptionId, const Identity& identity);
  /// `own`: the publisher's own connection, null over HTTP. It gets the event only if the message asks for an
  /// echo.
  std::variant<Sessions::Published, Rejection> publish(const JsonObject& message, const Identity& identity,
                                                       const Receiver* own);
  void disconnect(const std::string& subscriptionId);
  void drop(const std::string& subscriptionId);
  void expire();

  /// From now on nothing new is accepted (503).
  void stopAccepting() { stopping_ = true; }
  bool isStopping() const { return stopping_; }

  /// Counts and logs a refusal that was sent to a client.
  void refused(const Rejection& rejection, std::string_view transport);

  const Sessions& sessions() const { return sessions_; }
  const Variants& variants() const { return variants_; }
  Metrics& metrics() { return metrics_; }
  Log& log() { return log_; }

 private:
  std::optional<Rejection> faultOfState() const;

  Sessions sessions_;
  const Variants& variants_;
  Metrics metrics_;
  Log& log_;
  Receiver* webhooks_ = nullptr;
  bool stopping_ = false;
};

}  // namespace cast::hub
