// The subscriber: acts on each event by printing a line, over a WebSocket, an event stream or callbacks.
#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <utility>

#include "client/http.hpp"
#include "client/websocket.hpp"

namespace cast::conformance::faults {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

const std::vector<std::string>& types() {
  static const std::vector<std::string> all{"patient-open", "patient-close", "document-open"};
  return all;
}

bool isText(const json& event, const char* member) {
  return event.contains(member) && event.at(member).is_string();
}

bool isBeyondAscii(char c) { return static_cast<unsigned char>(c) > 0x7F; }

/// More brackets open than any event needs.
bool isTooDeep(const std::string& text) {
  int depth = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth > 100) return true;
  }
  return false;
}

/// What the application does with what comes in.
class Application {
 public:
  explicit Application(const Conduct& conduct) : conduct_(conduct) {}

  void take(const std::string& text) {
    const std::scoped_lock lock(mutex_);
    ++taken_;
    if (conduct_.breaks("deaf") || (conduct_.breaks("drops-every-tenth") && taken_ % 10 == 0)) return;
    if (conduct_.breaks("deaf-after-reconnect") && connections_ > 1) return;
    if (conduct_.breaks("ascii-only") && std::any_of(text.begin(), text.end(), isBeyondAscii)) return;
    if (conduct_.breaks("dies-of-long-payloads") && text.size() > 100'000) std::abort();
    if (isTooDeep(text)) return;
    const json event = json::parse(text, nullptr, false);
    if (event.is_discarded()) return unsound("dies-of-no-json");
    if (!event.is_object() || event.empty()) return unsound("dies-of-other-json");
    if (conduct_.breaks("acts-on-anything")) return act(event);
    for (const char* member : {"eventType", "timestamp", "source", "sessionId", "payload"})
      if (!event.contains(member)) return unsound("dies-of-missing-members");
    for (const char* member : {"eventType", "timestamp", "source", "sessionId"})
      if (!isText(event, member)) return unsound("dies-of-wrong-types");
    const std::string type = event.at("eventType");
    if (conduct_.breaks("strict-about-members") && event.contains("priority")) return;
    if (std::find(types().begin(), types().end(), type) == types().end())
      return unsound(type.find(':') == std::string::npos && type.rfind("x-", 0) != 0
                         ? "dies-of-other-types"
                         : "dies-of-unknown-types");
    if (conduct_.breaks("blocks")) pause(milliseconds(100));
    if (event.at("sessionId") != conduct_.session && !conduct_.breaks("acts-on-other-sessions")) return;
    if (conduct_.breaks("repeats-by-payload") && !payloads_.insert(event.at("payload").dump()).second) return;
    if (isText(event, "eventId") && !seen_.insert(event.at("eventId")).second &&
        !conduct_.breaks("acts-twice"))
      return;
    act(event);
  }

  void connected() { ++connections_; }
  int connections() const { return connections_; }

 private:
  void act(const json& event) {
    if (conduct_.breaks("falls-behind") && taken_ > 50) return;
    std::string line = "acts on " + event.value("payload", json()).dump();
    if (conduct_.breaks("mangles-text")) std::replace_if(line.begin(), line.end(), isBeyondAscii, '?');
    if (conduct_.breaks("swaps-pairs") && ++acts_ % 2 == 1) {
      kept_ = line;
      return;
    }
    std::cout << line << std::endl;
    if (!kept_.empty()) std::cout << std::exchange(kept_, {}) << std::endl;
  }
  void unsound(const char* fatalFor) {
    if (!conduct_.breaks(fatalFor)) return;
    std::cerr << "cannot go on: an event that was not foreseen" << std::endl;
    std::abort();
  }

  const Conduct& conduct_;
  std::mutex mutex_;
  std::set<std::string> seen_;
  std::set<std::string> payloads_;
  std::string kept_;
  int acts_ = 0;
  int taken_ = 0;
  int connections_ = 0;
};

json request(const Conduct& conduct) {
  json message{{"eventTypes", types()}};
  if (!conduct.breaks("subscribes-without-session"))
    message["sessionId"] = conduct.breaks("mistakes-the-session") ? "another-session" : conduct.session;
  return message;
}

/// One WebSocket's life.
class Conversation {
 public:
  Conversation(const Conduct& conduct, Application& application)
      : conduct_(conduct), application_(application), socket_(conduct, application.connections() > 0) {}

  /// Until the end is asked for (true) or the hub closes; throws where the connection is lost.
  bool hold() {
    application_.connected();
    if (!conduct_.breaks("subscribes-late") &&
        (application_.connections() == 1 || !conduct_.breaks("subscribes-once")))
      subscribe();
    while (!endAskedFor()) {
      if (renewal_ && std::chrono::steady_clock::now() > *renewal_) subscribe();
      const auto frame = socket_.read(milliseconds(20));
      if (frame && !take(*frame)) return false;
    }
    if (!conduct_.breaks("leaves-subscriptions"))
      send({{"action", "unsubscribe"}, {"sessionId", conduct_.session}});
    if (!conduct_.breaks("vanishes")) socket_.send(8, "\x03\xe8");
    return true;
  }

 private:
  void send(const json& message) { socket_.send(1, message.dump()); }

  void subscribe() {
    renewal_.reset();
    json message = request(conduct_);
    message["action"] = "subscribe";
    if (conduct_.breaks("forgets-types") && application_.connections() > 1)
      message["eventTypes"] = {types().front()};
    send(message);
    if (conduct_.breaks("subscribes-elsewhere")) {
      message["sessionId"] = "another-session";
      send(message);
    }
    if (conduct_.breaks("talks-nonsense")) socket_.send(1, "hello");
    if (conduct_.chooses("chats")) send({{"action", "ping"}});
  }

  bool take(const ClientWebSocket::Frame& frame) {
    if (frame.opcode == 9 && !conduct_.breaks("no-pong"))
      socket_.send(10, conduct_.breaks("empty-pong") ? "" : frame.payload);
    if (frame.opcode == 8) {
      if (!conduct_.breaks("no-close-answer")) socket_.send(8, frame.payload.substr(0, 2));
      return false;
    }
    if (frame.opcode > 2) return true;
    if (conduct_.breaks("fragments-apart")) {
      application_.take(frame.payload);
      return true;
    }
    message_ += frame.payload;
    if (!frame.final) return true;
    if (!takeResponse()) application_.take(message_);
    message_.clear();
    return true;
  }

  /// A hub may answer, though the specification does not ask it to.
  bool takeResponse() {
    if (isTooDeep(message_)) return false;
    const json message = json::parse(message_, nullptr, false);
    if (!message.is_object() || !message.contains("response")) return false;
    if (message.at("response").contains("expires") && !conduct_.breaks("never-renews"))
      renewal_ = std::chrono::steady_clock::now() + milliseconds(500);
    return true;
  }

  const Conduct& conduct_;
  Application& application_;
  ClientWebSocket socket_;
  std::string message_;
  std::optional<std::chrono::steady_clock::time_point> renewal_;
};

int overWebSocket(const Conduct& conduct) {
  Application application(conduct);
  Pauses pauses(conduct);
  int failures = 0;
  for (;;) {
    try {
      Conversation conversation(conduct, application);
      failures = 0;
      pauses.reset();
      if (conversation.hold()) return 0;
      if (conduct.breaks("takes-a-close-as-the-end")) break;
    } catch (const std::runtime_error&) {  // the hub refuses
      if (conduct.breaks("takes-a-refusal-as-the-end")) break;
      ++failures;
    } catch (const Poco::Exception&) {
      ++failures;
    }
    if (endAskedFor()) return 0;
    if (conduct.breaks("never-reconnects") || (conduct.breaks("gives-up-soon") && failures > 1) ||
        (conduct.breaks("reconnects-once") && application.connections() > 1))
      break;
    pauses.wait();
  }
  while (!endAskedFor()) pause(milliseconds(100));
  return 0;
}

int overStream(const Conduct& conduct) {
  Application application(conduct);
  Pauses pauses(conduct);
  std::string lastId;
  while (!endAskedFor()) {
    try {
      Poco::Net::StreamSocket socket = connectTo(conduct);
      std::string list;
      for (const auto& type : types()) list += (list.empty() ? "" : ",") + type;
      const std::string head =
          "GET " + Poco::URI(conduct.hub).getPath() + "/events?eventTypes=" + list +
          "&sessionId=" + conduct.session + " HTTP/1.1\r\nHost: " + Poco::URI(conduct.hub).getAuthority() +
          "\r\nAccept: text/event-stream\r\n" +
          (conduct.breaks("no-token") ? "" : "Authorization: " + conduct.credentials() + "\r\n") +
          (lastId.empty() || conduct.breaks("forgets-the-last-id") ? ""
                                                                   : "Last-Event-ID: " + lastId + "\r\n") +
          "\r\n";
      socket.sendBytes(head.data(), static_cast<int>(head.size()));
      std::string line;
      std::array<char, 65536> buffer;
      while (!endAskedFor()) {
        if (!socket.poll(Poco::Timespan(20'000), Poco::Net::Socket::SELECT_READ)) continue;
        const int count = socket.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
        if (count <= 0) throw Poco::Net::ConnectionResetException("the stream is lost");
        pauses.reset();
        for (int i = 0; i < count; ++i) {
          if (buffer[static_cast<std::size_t>(i)] != '\n') {
            line += buffer[static_cast<std::size_t>(i)];
            continue;
          }
          if (line.rfind("id: ", 0) == 0) lastId = line.substr(4);
          if (line.rfind("data: ", 0) == 0) application.take(line.substr(6));
          line.clear();
        }
      }
    } catch (const Poco::Exception&) {
      pauses.wait();
    }
  }
  return 0;
}

/// Takes the hub's calls.
class Callback : public Poco::Net::HTTPRequestHandler {
 public:
  explicit Callback(Application& application) : application_(application) {}
  void handleRequest(Poco::Net::HTTPServerRequest& request,
                     Poco::Net::HTTPServerResponse& response) override {
    std::string body;
    Poco::StreamCopier::copyToString(request.stream(), body);
    response.setContentLength(0);
    response.send();
    application_.take(body);
  }

 private:
  Application& application_;
};

class Callbacks : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  explicit Callbacks(Application& application) : application_(application) {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
    return new Callback(application_);
  }

 private:
  Application& application_;
};

int overHttp(const Conduct& conduct) {
  Application application(conduct);
  const Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
  Poco::Net::HTTPServer server(new Callbacks(application), socket, new Poco::Net::HTTPServerParams);
  server.start();
  json message = request(conduct);
  message["callbackUrl"] = "http://" + socket.address().toString() + "/notify";
  std::string answer;
  int status = 0;
  Pauses pauses(conduct);
  while (status / 100 != 2 && !endAskedFor()) {
    try {
      status = call(conduct, "POST", "/subscribe", message.dump(), &answer);
    } catch (const Poco::Exception&) {
      status = 0;
    }
    if (status / 100 != 2) pauses.wait();
  }
  const json subscription = json::parse(answer, nullptr, false);
  const auto renews = std::chrono::milliseconds(500);
  auto renewal = std::chrono::steady_clock::now() + renews;
  while (!endAskedFor()) {
    pause(milliseconds(20));
    if (conduct.breaks("never-renews") || std::chrono::steady_clock::now() < renewal) continue;
    call(conduct, "POST", "/subscribe", message.dump());
    renewal = std::chrono::steady_clock::now() + renews;
  }
  if (subscription.is_object() && !conduct.breaks("leaves-subscriptions"))
    call(conduct, "DELETE", "/subscribe/" + subscription.value("subscriptionId", ""), "");
  server.stopAll(true);
  return 0;
}

}  // namespace

int subscribe(const Conduct& conduct) {
  if (conduct.transport == "http") return overHttp(conduct);
  return conduct.transport == "sse" ? overStream(conduct) : overWebSocket(conduct);
}

}  // namespace cast::conformance::faults
