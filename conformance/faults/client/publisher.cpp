// The publisher: eight events of its own over two seconds, each kept until the hub has it.
#include <Poco/DateTimeFormatter.h>
#include <Poco/Exception.h>
#include <Poco/Timestamp.h>

#include <deque>
#include <memory>
#include <nlohmann/json.hpp>

#include "client/http.hpp"
#include "client/websocket.hpp"

namespace cast::conformance::faults {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int kEvents = 8;
constexpr milliseconds kBetween{280};
constexpr Poco::Timestamp::TimeDiff kHour = 3600L * 1000 * 1000;
constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";

json eventNumber(int number, const Conduct& conduct) {
  const bool second = number == 2;
  json event{{"eventType", conduct.breaks("odd-types") && second ? "SomethingHappened" : "acme:counted"},
             {"timestamp", Poco::DateTimeFormatter::format(Poco::Timestamp(), "%Y-%m-%dT%H:%M:%SZ")},
             {"source", conduct.breaks("changing-source") && second ? "somebody-else" : "cast-faulty-client"},
             {"sessionId", conduct.breaks("wanders") && second ? "another-session" : conduct.session},
             {"payload", {{"number", number}}}};
  if (conduct.breaks("timestamps-without-zone") && second) event["timestamp"] = "15.01.2024 10:30";
  if (conduct.breaks("ahead-of-time") && second)
    event["timestamp"] = Poco::DateTimeFormatter::format(Poco::Timestamp() + kHour, "%Y-%m-%dT%H:%M:%SZ");
  if (conduct.breaks("leaks-the-token") && second) event["payload"]["token"] = conduct.token;
  if (conduct.breaks("incomplete-events") && second) event.erase("timestamp");
  return event;
}

/// What occurred and was not published yet.
class Occurrences {
 public:
  explicit Occurrences(const Conduct& conduct) : conduct_(conduct) {}

  /// Adds what has occurred meanwhile.
  void collect() {
    while (made_ < kEvents && Clock::now() >= began_ + made_ * kBetween) {
      const json event = eventNumber(++made_, conduct_);
      if (conduct_.breaks("loses-one") && made_ == 4) continue;
      waiting_.push_back(event.dump());
      if (conduct_.breaks("publishes-twice") && made_ == 4) waiting_.push_back(event.dump());
      if (conduct_.breaks("doubles-the-last") && made_ == kEvents) waiting_.push_back(event.dump());
    }
  }
  /// Forgets what has occurred until now and was not published.
  void lose() {
    collect();
    waiting_.clear();
  }
  bool done() const { return made_ == kEvents && waiting_.empty(); }
  std::deque<std::string>& waiting() { return waiting_; }

 private:
  const Conduct& conduct_;
  Clock::time_point began_ = Clock::now();
  int made_ = 0;
  std::deque<std::string> waiting_;
};

/// As anybody may: without a token.
void lookAtHealth(const Conduct& conduct) {
  Conduct anybody = conduct;
  anybody.fault = "no-token";
  try {
    call(anybody, "GET", "/health", "");
  } catch (const Poco::Exception&) {  // then it is not healthy
  }
}

int overHttp(const Conduct& conduct) {
  if (conduct.chooses("looks-first")) lookAtHealth(conduct);
  Occurrences occurrences(conduct);
  Pauses pauses(conduct);
  while (!endAskedFor() && !occurrences.done()) {
    occurrences.collect();
    if (occurrences.waiting().empty()) {
      pause(milliseconds(10));
      continue;
    }
    int status = 0;
    try {
      const std::string mark = conduct.breaks("sends-a-byte-order-mark") ? kByteOrderMark : "";
      status = call(conduct, "POST", "/event", mark + occurrences.waiting().front());
    } catch (const Poco::Exception&) {
      status = conduct.breaks("loses-unanswered") ? 200 : 0;
    }
    const bool later = status == 0 || status == 429 || (status >= 500 && !conduct.breaks("loses-on-503"));
    if (later)
      pauses.wait();
    else
      occurrences.waiting().pop_front();
    if (!later) pauses.reset();
  }
  return 0;
}

/// One connection: publishes what waits, each event confirmed by the pong of a ping that follows it.
class Conversation {
 public:
  Conversation(const Conduct& conduct, Occurrences& occurrences)
      : conduct_(conduct), occurrences_(occurrences), socket_(conduct) {}

  /// True when all is done or the end is asked for; throws where the connection is lost.
  bool hold() {
    if (conduct_.breaks("talks-nonsense")) socket_.send(1, "hello");
    if (conduct_.chooses("chats")) socket_.send(1, R"({"action":"ping"})");
    while (!endAskedFor() && !occurrences_.done()) {
      occurrences_.collect();
      sendNext();
      const auto frame = socket_.read(milliseconds(10));
      if (frame && frame->opcode == 10) confirm();
      if (frame && frame->opcode == 9 && !conduct_.breaks("no-pong"))
        socket_.send(10, conduct_.breaks("empty-pong") ? "" : frame->payload);
      if (frame && frame->opcode == 8) return closed(frame->payload);
    }
    if (conduct_.breaks("vanishes")) socket_.drop();
    if (!conduct_.breaks("vanishes")) socket_.send(8, "\x03\xe8");
    return true;
  }

 private:
  void sendNext() {
    if (asked_ || occurrences_.waiting().empty()) return;
    json message = json::parse(occurrences_.waiting().front());
    message["action"] = "publish";
    socket_.send(1, (conduct_.breaks("sends-a-byte-order-mark") ? kByteOrderMark : "") + message.dump());
    socket_.send(9, "have you got it");
    asked_ = true;
  }
  void confirm() {
    if (asked_) occurrences_.waiting().pop_front();
    asked_ = false;
  }
  bool closed(const std::string& payload) {
    socket_.send(8, payload.substr(0, 2));
    return conduct_.breaks("takes-a-close-as-the-end");
  }

  const Conduct& conduct_;
  Occurrences& occurrences_;
  ClientWebSocket socket_;
  bool asked_ = false;
};

int overWebSocket(const Conduct& conduct) {
  Occurrences occurrences(conduct);
  Pauses pauses(conduct);
  bool connected = false;
  bool wasAway = false;
  while (!endAskedFor() && !occurrences.done()) {
    try {
      Conversation conversation(conduct, occurrences);
      connected = true;
      pauses.reset();
      if (wasAway && conduct.breaks("loses-while-away")) occurrences.lose();
      if (conversation.hold()) return 0;
    } catch (const std::exception&) {
      occurrences.collect();
      if (conduct.breaks("takes-a-loss-as-the-end") && connected) return 1;
      if (conduct.breaks("needs-the-hub-at-its-start") && !connected) return 1;
      wasAway = true;
    }
    pauses.wait();
  }
  return 0;
}

}  // namespace

int publish(const Conduct& conduct) {
  return conduct.transport == "http" ? overHttp(conduct) : overWebSocket(conduct);
}

}  // namespace cast::conformance::faults
