#include <Poco/Net/HTTPRequest.h>

#include "endpoint/services.hpp"
#include "variant/variant_json.hpp"

namespace cast::hub {
namespace {

std::string variantsJson(const Variants& variants) {
  std::string list;
  for (const auto& variant : variants.loaded()) {
    list += std::string(list.empty() ? "" : ",") + "{\"id\":" + jsonString(variant.id) +
            ",\"version\":" + jsonString(variant.version) + ",\"title\":" + jsonString(variant.title) + "," +
            offeredJson(variant) + "}";
  }
  return "[" + list + "]";
}

std::string endpointsJson(const std::string& origin) {
  const std::string base = origin + kBasePath;
  const std::string socketBase = "ws" + base.substr(4);  // http -> ws, https -> wss
  return "{\"subscribe\":" + jsonString(base + "/subscribe") + ",\"event\":" + jsonString(base + "/event") +
         ",\"websocket\":" + jsonString(socketBase + "/ws") + ",\"events\":" + jsonString(base + "/events") +
         ",\"sessions\":" + jsonString(base + "/sessions") + "}";
}

std::string limitsJson(const Configuration& c) {
  const auto member = [](const char* name, auto value) {
    return jsonString(name) + ":" + std::to_string(value);
  };
  return "{" + member("messageBytes", c.channel.message) + "," + member("queueBytes", c.channel.queue) + "," +
         member("subscriptionsPerConnection", c.channel.subscriptions) + "," +
         member("eventTypesPerSubscription", kMaxEventTypes) + "," +
         member("nestingLevels", JsonObject::kMaxDepth) + "," +
         member("leaseSeconds", c.sessions.lease.count()) + "," +
         member("historyEvents", c.sessions.historyEvents) + "," +
         member("sessionIdleSeconds", c.sessions.idle.count()) + "}";
}

}  // namespace

Answer getDiscovery(Services& services, const Call& call) {
  const Configuration& configuration = services.configuration;
  const std::string origin =
      configuration.publicUrl.empty() ? "http://" + call.request.head.getHost() : configuration.publicUrl;
  const Variants& variants = services.hub.variants();
  return jsonResponse(
      200,
      "{\"castVersion\":\"v1\",\"hub\":{\"name\":\"Cast reference hub\",\"version\":" + jsonString(kVersion) +
          "},\"transports\":[\"http\",\"websocket\",\"sse\",\"webhook\"],\"endpoints\":" +
          endpointsJson(origin) + ",\"variants\":" + variantsJson(variants) + ",\"eventTypes\":" +
          listJson(variants.eventTypes()) + ",\"formats\":" + listJson(variants.formats()) +
          ",\"capabilities\":[\"multi-user\",\"authentication\",\"discovery\",\"sessions\",\"leases\","
          "\"format-negotiation\"]" +
          ",\"limits\":" + limitsJson(configuration) + "}");
}

}  // namespace cast::hub
