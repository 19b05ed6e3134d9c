#include "channel/event_stream.hpp"

#include <Poco/Net/HTTPRequest.h>
#include <Poco/StringTokenizer.h>

#include <algorithm>

#include "endpoint/services.hpp"

namespace cast::hub {
namespace {

std::vector<std::string> listOf(const std::string& text) {
  const Poco::StringTokenizer parts(
      text, ",", Poco::StringTokenizer::TOK_TRIM | Poco::StringTokenizer::TOK_IGNORE_EMPTY);
  return {parts.begin(), parts.end()};
}

std::variant<SubscribeRequest, Rejection> readQuery(const Poco::Net::NameValueCollection& query,
                                                    const Sender& sender) {
  SubscribeRequest request;
  for (const char* name : {"sessionId", "eventTypes"}) {
    if (query.has(name)) continue;
    return Rejection{400, "missing-member", "A required member is missing",
                     "the query has no `" + std::string(name) + "`: GET " + kBasePath +
                         "/events?sessionId=S&eventTypes=A,B",
                     "/" + std::string(name)};
  }
  request.sessionId = query["sessionId"];
  request.eventTypes = listOf(query["eventTypes"]);
  request.preferredFormats = listOf(query.get("preferredFormats", ""));
  request.userId = query.get("userId", "");
  request.source = query.get("source", "");
  std::optional<Rejection> fault = faultOfText(request.sessionId, "/sessionId", kMaxSessionId);
  if (!fault) fault = faultOf(request.eventTypes);
  if (!fault) fault = faultOfFormats(request.preferredFormats);
  if (!fault && !request.userId.empty()) fault = faultOfText(request.userId, "/userId", kMaxName);
  if (!fault && !request.source.empty()) fault = faultOfText(request.source, "/source", kMaxName);
  if (!fault) fault = bindUser(request.userId, sender);
  if (fault) return *fault;
  std::sort(request.eventTypes.begin(), request.eventTypes.end());
  request.eventTypes.erase(std::unique(request.eventTypes.begin(), request.eventTypes.end()),
                           request.eventTypes.end());
  return request;
}

std::variant<const Subscription*, Rejection> subscriptionFor(Services& services, const Call& call,
                                                             EventStream& stream) {
  const auto& query = call.request.query;
  if (query.has("subscriptionId"))
    return services.hub.attach(query["subscriptionId"], *call.identity, stream);
  auto read = readQuery(query, call.identity->sender);
  if (auto* rejection = std::get_if<Rejection>(&read)) return *rejection;
  auto subscribed = services.hub.subscribe(std::get<SubscribeRequest>(read), *call.identity,
                                           Transport::EventStream, &stream);
  if (auto* rejection = std::get_if<Rejection>(&subscribed)) return *rejection;
  return std::get<Sessions::Subscribed>(subscribed).subscription;
}

}  // namespace

Answer openEventStream(Services& services, const Call& call) {
  auto stream = std::make_shared<EventStream>(call.request.connection, services.hub, services.encoder,
                                              call.identity, services.configuration.channel);
  auto subscription = subscriptionFor(services, call, *stream);
  if (auto* rejection = std::get_if<Rejection>(&subscription)) return *rejection;
  const std::string lastEventId =
      call.request.head.get("Last-Event-ID", call.request.query.get("lastEventId", ""));
  stream->serve(*std::get<const Subscription*>(subscription), lastEventId);
  HttpResponse response;
  response.contentType = "text/event-stream";
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("X-Accel-Buffering", "no");  // nginx would hold events back
  response.takeOver = std::move(stream);
  return response;
}

}  // namespace cast::hub
