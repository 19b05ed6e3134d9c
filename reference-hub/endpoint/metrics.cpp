#include <fstream>
#include <sstream>

#include "endpoint/services.hpp"

namespace cast::hub {
namespace {

/// Prometheus text exposition format 0.0.4.
class Exposition {
 public:
  void family(const char* name, const char* type, const char* help) {
    text_ << "# HELP " << name << ' ' << help << "\n# TYPE " << name << ' ' << type << '\n';
    name_ = name;
  }
  void sample(const std::string& labels, std::uint64_t value) {
    text_ << name_ << (labels.empty() ? "" : "{" + labels + "}") << ' ' << value << '\n';
  }
  void counter(const char* name, const char* help, std::uint64_t value) {
    family(name, "counter", help);
    sample({}, value);
  }
  std::string text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  const char* name_ = "";
};

/// A line of /proc/self/status, its number.
std::uint64_t processStatus(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(key + ":", 0) == 0) return std::stoull(line.substr(key.size() + 1));
  }
  return 0;
}

}  // namespace

Answer getMetrics(Services& services, const Call&) {
  const Metrics& metrics = services.hub.metrics();
  const Sessions& sessions = services.hub.sessions();
  Exposition out;
  out.counter("cast_events_accepted_total", "Events that got a place in a session's order",
              metrics.eventsAccepted);
  out.counter("cast_events_repeated_total", "Events sent again with the same eventId, not delivered twice",
              metrics.eventsRepeated);
  out.family("cast_refused_total", "counter", "Refusals by kind of problem");
  for (const auto& [kind, count] : metrics.rejected) out.sample("kind=\"" + kind + "\"", count);
  out.family("cast_notifications_sent_total", "counter", "Notifications handed to a transport");
  out.sample("transport=\"websocket\"", metrics.sentWebSocket);
  out.sample("transport=\"sse\"", metrics.sentEventStream);
  out.sample("transport=\"webhook\"", metrics.sentWebhook);
  out.family("cast_conversions_total", "counter", "Conversions of payloads between formats");
  for (const auto& [labels, count] : metrics.conversions) {
    out.sample("from=\"" + labels.from + "\",to=\"" + labels.to + "\",outcome=\"" + labels.outcome + "\"",
               count);
  }
  out.counter("cast_receivers_too_slow_total", "Connections closed because their queue was over the limit",
              metrics.droppedTooSlow);
  out.counter("cast_webhook_attempts_failed_total", "Deliveries to callbacks that failed",
              metrics.webhookAttemptsFailed);
  out.counter("cast_webhook_given_up_total", "Notifications that no attempt brought to their callback",
              metrics.webhookGivenUp);
  out.family("cast_connections", "gauge", "Open connections that events leave on");
  out.sample("transport=\"websocket\"", metrics.webSockets);
  out.sample("transport=\"sse\"", metrics.eventStreams);
  out.family("cast_sessions", "gauge", "Sessions");
  out.sample({}, sessions.sessionCount());
  out.family("cast_subscriptions", "gauge", "Subscriptions in force");
  for (const Transport t :
       {Transport::WebSocket, Transport::EventStream, Transport::Webhook, Transport::Pending}) {
    out.sample("transport=\"" + std::string(nameOf(t)) + "\"", sessions.subscriptionCount(t));
  }
  out.family("process_resident_memory_bytes", "gauge", "Resident memory");
  out.sample({}, processStatus("VmRSS") * 1024);
  out.family("process_threads", "gauge", "Threads");
  out.sample({}, processStatus("Threads"));
  HttpResponse response = jsonResponse(200, out.text());
  response.contentType = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

}  // namespace cast::hub
