#include <Poco/Net/HTTPRequest.h>

#include "channel/subscription_json.hpp"
#include "endpoint/body.hpp"
#include "endpoint/services.hpp"

namespace cast::hub {

Answer postSubscribe(Services& services, const Call& call) {
  auto body = readBody(call.request);
  if (auto* rejection = std::get_if<Rejection>(&body)) return *rejection;
  auto subscribed = services.hub.subscribe(std::get<JsonObject>(body), *call.identity);
  if (auto* rejection = std::get_if<Rejection>(&subscribed)) return *rejection;
  const auto& [subscription, renewed] = std::get<Sessions::Subscribed>(subscribed);
  HttpResponse response = jsonResponse(renewed ? 200 : 201, "{" + subscriptionMembers(*subscription) + "}");
  response.headers.set("Location", std::string(kBasePath) + "/subscribe/" + subscription->id);
  return response;
}

Answer deleteSubscription(Services& services, const Call& call) {
  if (auto fault = services.hub.unsubscribe(call.name, *call.identity)) return *fault;
  HttpResponse response;
  response.status = 204;
  return response;
}

}  // namespace cast::hub
