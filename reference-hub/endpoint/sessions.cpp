#include <map>
#include <set>

#include "channel/subscription_json.hpp"
#include "endpoint/services.hpp"

namespace cast::hub {
namespace {

std::string subscriptionJson(const Subscription& subscription) {
  std::string types;
  for (const std::string& type : subscription.eventTypes)
    types += (types.empty() ? "" : ",") + jsonString(type);
  return "{\"subscriptionId\":" + jsonString(subscription.id) + ",\"eventTypes\":[" + types +
         "],\"transport\":" + jsonString(nameOf(subscription.transport)) +
         ",\"expires\":" + jsonString(timestampOf(subscription.expires)) + "}";
}

/// Each application of each user once, with its subscriptions' JSON; those who only publish have none.
std::map<Session::Application, std::string> participantsOf(const Session& session) {
  std::map<Session::Application, std::string> participants;
  for (const Session::Application& publisher : session.publishers()) participants[publisher];
  for (const Subscription* subscription : session.subscriptions()) {
    std::string& list = participants[{subscription->userId, subscription->source}];
    list += (list.empty() ? "" : ",") + subscriptionJson(*subscription);
  }
  return participants;
}

std::string participantJson(const Session::Application& application, const std::string& subscriptions) {
  std::string text = "{";
  if (!application.first.empty()) text += "\"userId\":" + jsonString(application.first) + ",";
  if (!application.second.empty()) text += "\"source\":" + jsonString(application.second) + ",";
  return text + "\"subscriptions\":[" + subscriptions + "]}";
}

}  // namespace

Answer getSession(Services& services, const Call& call) {
  if (auto fault = faultOfRead(*call.identity)) return *fault;
  const Session* session = services.hub.sessions().find(call.name);
  if (session == nullptr) {
    return Rejection{404, "not-found", "Not found",
                     "there is no session `" + call.name + "`: it ended or never was", ""};
  }
  std::string list;
  std::set<std::string> users;
  for (const auto& [application, subscriptions] : participantsOf(*session)) {
    list += (list.empty() ? "" : ",") + participantJson(application, subscriptions);
    if (!application.first.empty()) users.insert(application.first);
  }
  return jsonResponse(200, "{\"sessionId\":" + jsonString(session->id()) +
                               ",\"kind\":" + jsonString(users.size() > 1 ? "multi-user" : "single-user") +
                               ",\"created\":" + jsonString(timestampOf(session->created())) +
                               ",\"participants\":[" + list + "]}");
}

}  // namespace cast::hub
