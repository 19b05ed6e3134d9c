#pragma once
#include <variant>

#include "channel/notification.hpp"
#include "configuration.hpp"
#include "hub.hpp"
#include "net/http_connection.hpp"

namespace cast::hub {

/// What the resources work with. Outlives them all.
struct Services {
  Hub& hub;
  NotificationEncoder& encoder;
  const Configuration& configuration;
};

/// What a resource answers: a response, or why not.
using Answer = std::variant<HttpResponse, Rejection>;

/// A request on its way to a resource.
struct Call {
  const HttpRequest& request;
  IdentityPtr identity;  ///< null where the resource needs no token
  std::string name;  ///< the path's last part, where the resource has one: `{subscriptionId}`, `{sessionId}`
};

Answer postSubscribe(Services& services, const Call& call);
Answer deleteSubscription(Services& services, const Call& call);
Answer postEvent(Services& services, const Call& call);
Answer getSession(Services& services, const Call& call);
Answer openWebSocket(Services& services, const Call& call);
Answer openEventStream(Services& services, const Call& call);
Answer getDiscovery(Services& services, const Call& call);
Answer getHealth(Services& services, const Call& call);
Answer getMetrics(Services& services, const Call& call);

HttpResponse jsonResponse(int status, std::string body);
/// RFC 9457: `application/problem+json`; with WWW-Authenticate where it is 401 (RFC 6750, section 3).
HttpResponse problemResponse(const Rejection& rejection, bool tokenWasSent);

constexpr const char* kBasePath = "/cast/v1";
constexpr const char* kVersion = "0.1.0";

}  // namespace cast::hub
