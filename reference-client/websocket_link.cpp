#include "websocket_link.hpp"

#include <Poco/Exception.h>
#include <Poco/NumberParser.h>
#include <poll.h>

#include <algorithm>

namespace cast::client {
namespace {

using Clock = BackOff::Clock;

constexpr Milliseconds kQuiet{
    30'000};  // without a word of the hub's for so long, a ping asks whether it is there
constexpr Milliseconds kPatience{10'000};  // for that ping's answer
constexpr int kBatch = 64;                 // publications between two looks at what came in
constexpr std::string_view kPublished =
    "published ";  // a ping after publications: its pong says the hub has them

int statusOf(const JsonObject& problem) {
  int status = 0;
  return Poco::NumberParser::tryParse(problem.raw("status"), status) ? status : 0;
}

std::string wordsOfProblem(const JsonObject& problem) {
  for (const char* member : {"detail", "title", "message"})
    if (const auto words = problem.text(member); words && !words->empty()) return *words;
  return problem.dump();
}

bool isReadable(int descriptor) {
  pollfd entry{descriptor, POLLIN, 0};
  return ::poll(&entry, 1, 0) > 0;
}

Milliseconds until(Clock::time_point moment) {
  return std::max(Milliseconds(0), std::chrono::ceil<Milliseconds>(moment - Clock::now()));
}

}  // namespace

void WebSocketLink::work() {
  phase_ = Phase::working;
  over_ = pinged_ = false;
  renewal_.reset();
  subscriptionId_.clear();
  socket_ = std::make_unique<WebSocket>(parts().access);
  backOff().connected();
  lastNews_ = Clock::now();
  parts().output.remark("connected to " + parts().options.webSocketUrl);
  parts().outbox.sendAgain();
  if (parts().options.subscribes()) subscribe("");
  while (!over_) {
    try {
      serve();
    } catch (const Poco::Exception&) {
      if (!closing()) throw;  // else all was done, and the hub was faster than the closing handshake
      over_ = true;
    }
  }
  socket_.reset();
}

void WebSocketLink::subscribe(const std::string& subscriptionId) {
  JsonObject message = subscribeRequest(parts().options);
  message.setText("action", "subscribe");
  if (!subscriptionId.empty()) message.setText("subscriptionId", subscriptionId);
  message.setText("requestId", "subscribe");
  socket_->sendText(message.dump());
  renewal_.reset();
}

/// One turn: what the hub says, what is to be said to it, what is due.
void WebSocketLink::serve() {
  if (!socket_->pending())
    waitForAny(socket_->descriptor(), closing() ? -1 : parts().outbox.filled().descriptor(),
               parts().stop.raised() ? -1 : parts().stop.descriptor(), nextTimer());
  if (socket_->pending() || isReadable(socket_->descriptor())) take(socket_->read());
  if (over_) return;
  if (!closing()) publish();
  if (renewal_ && Clock::now() >= *renewal_) subscribe(subscriptionId_);
  keepAlive();
  endWhenDone();
}

void WebSocketLink::publish() {
  std::uint64_t last = 0;
  for (int i = 0; i < kBatch; ++i) {
    const auto publication = parts().outbox.nextToSend();
    if (!publication) break;
    // The event's own members, with those of the message before them.
    socket_->sendText(R"({"action":"publish","requestId":)" + jsonString(publication->eventId) + "," +
                      publication->members.substr(1));
    last = publication->number;
  }
  if (last > 0) socket_->sendPing(std::string(kPublished) + std::to_string(last));
}

void WebSocketLink::take(const WebSocket::News& news) {
  lastNews_ = Clock::now();
  pinged_ = false;
  for (const auto& message : news.messages) takeMessage(message);
  for (const auto& payload : news.pongs) takePong(payload);
  if (news.ended.empty()) return;
  over_ = closing();
  if (!over_) throw Lost(news.ended);
}

void WebSocketLink::takeMessage(const std::string& text) {
  JsonObject::Fault fault;
  const auto message = JsonObject::read(text, fault);
  if (!message && fault.encoding) {  // RFC 6455, 8.1
    socket_->sendClose(hub::CloseCode::InvalidText, "not UTF-8");
    throw Lost("the hub sent a text that is not UTF-8");
  }
  if (!message) return parts().reception.unsound(text, fault.words);
  const auto part = [&](const char* member) { return JsonObject::read(message->raw(member), fault); };
  if (!message->has("eventType") && message->has("response")) {
    if (const auto response = part("response")) return takeResponse(*response);
  }
  if (!message->has("eventType") && message->has("error")) {
    if (const auto error = part("error")) return takeError(*error);
  }
  parts().reception.take(*message);
}

void WebSocketLink::takeResponse(const JsonObject& response) {
  const std::string action = response.text("action").value_or("");
  if (action == "publish") return parts().outbox.confirm(response.text("requestId").value_or(""));
  if (action != "subscribe") return;
  const std::string id = response.text("subscriptionId").value_or("");
  if (id != subscriptionId_ || id.empty())
    parts().output.remark("subscribed to " + std::to_string(parts().options.eventTypes.size()) +
                          " event types in session " + parts().options.session);
  subscriptionId_ = id;
  renewal_ = renewalOf(response.text("expires"));
}

void WebSocketLink::takeError(const JsonObject& error) {
  const int status = statusOf(error);
  const std::string words = wordsOfProblem(error);
  const std::string request = error.text("requestId").value_or("");
  if (!parts().access.isFinal(status) && status != 0) throw Lost("the hub cannot do it now: " + words);
  if (request == "subscribe" && !subscriptionId_.empty()) {  // a subscription that the hub has forgotten
    subscriptionId_.clear();
    return subscribe("");
  }
  if (request == "subscribe") throw Refused(status, "the hub refuses the subscription: " + words);
  if (request == "unsubscribe") return;
  if (!parts().outbox.has(request)) return parts().output.error("the hub reports an error: " + words);
  parts().output.error("the hub refuses event " + request + ": " + words);
  parts().outbox.refuse(request);
}

void WebSocketLink::takePong(const std::string& payload) {
  if (!payload.starts_with(kPublished)) return;
  Poco::UInt64 number = 0;
  if (Poco::NumberParser::tryParseUnsigned64(payload.substr(kPublished.size()), number))
    parts().outbox.confirmThrough(number);
}

void WebSocketLink::keepAlive() {
  const auto now = Clock::now();
  if (pinged_ && now - lastNews_ >= kQuiet + kPatience) throw Lost("the hub has fallen silent");
  if (pinged_ || now - lastNews_ < kQuiet) return;
  socket_->sendPing("are you there");
  pinged_ = true;
}

/// Ends properly: what waits is sent, the subscription ended, the connection closed; as far as time allows.
void WebSocketLink::endWhenDone() {
  const bool stopping = parts().stop.raised();
  const bool late = (stopping || closing()) && Clock::now() >= closingDeadline();
  const bool finished = !parts().options.subscribes() && parts().outbox.done();
  const bool sent = parts().outbox.waiting() == 0;
  if (phase_ == Phase::working && (finished || (stopping && (sent || late)))) {
    phase_ = Phase::closing;
    closingDeadline();
    if (parts().options.subscribes()) unsubscribe();
    socket_->sendClose(hub::CloseCode::Normal, "done");
  } else if (closing() && late) {
    over_ = true;
  }
}

void WebSocketLink::unsubscribe() {
  JsonObject message;
  message.setText("action", "unsubscribe");
  message.setText("sessionId", parts().options.session);
  if (!subscriptionId_.empty()) message.setText("subscriptionId", subscriptionId_);
  message.setText("requestId", "unsubscribe");
  socket_->sendText(message.dump());
}

Milliseconds WebSocketLink::nextTimer() {
  if (closing() || parts().stop.raised()) return until(closingDeadline());
  const auto silence = lastNews_ + kQuiet + (pinged_ ? kPatience : Milliseconds(0));
  return until(renewal_ ? std::min(*renewal_, silence) : silence);
}

}  // namespace cast::client
