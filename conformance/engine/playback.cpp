#include "engine/playback.hpp"

#include <Poco/NumberParser.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/exchange_json.hpp"
#include "engine/other_runs.hpp"
#include "engine/stream_step.hpp"
#include "wire/http_reader.hpp"
#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

constexpr std::string_view kRedacted = "[redacted]";

bool beginsWithStatus(const std::string& summary) {
  return summary.size() >= 3 &&
         std::all_of(summary.begin(), summary.begin() + 3, [](char c) { return c >= '0' && c <= '9'; });
}

/// What was redacted in a body has changed its length: the header is made to fit again.
std::string withFittingLength(const std::string& bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos || bytes.find(kRedacted, end) == std::string::npos) return bytes;
  const std::string name = "Content-Length:";
  const auto equal = [](char a, char b) { return std::tolower(a) == std::tolower(b); };
  const auto found = std::search(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(end),
                                 name.begin(), name.end(), equal);
  const auto at = static_cast<std::size_t>(found - bytes.begin());
  if (at == end) return bytes;
  const std::size_t line = bytes.find("\r\n", at);
  return bytes.substr(0, at) + name + " " + std::to_string(bytes.size() - end - 4) + bytes.substr(line);
}

bool wasCut(const std::string& summary) { return summary.ends_with("within the time limit"); }

HttpOutcome outcomeOf(const Exchange& exchange, bool bodyless) {
  HttpReader reader(HttpReader::Kind::response, bodyless);
  reader.feed(withFittingLength(exchange.text));
  // Of a stream the transcript has the head; its events are exchanges of their own.
  const bool headAlone = reader.headComplete() && exchange.text.ends_with("\r\n\r\n");
  if (!reader.complete() && !headAlone && beginsWithStatus(exchange.summary) && !wasCut(exchange.summary))
    reader.end();
  HttpOutcome outcome;
  outcome.answer = reader.message();
  outcome.defect = reader.defect();
  const bool isHead =
      reader.headComplete() && beginsWithStatus(exchange.summary) && !wasCut(exchange.summary);
  if (reader.broken())
    outcome.state = HttpOutcome::State::malformed;
  else if (reader.complete() || isHead)
    outcome.state = HttpOutcome::State::answered;
  else if (!wasCut(exchange.summary))
    outcome.state = HttpOutcome::State::closed;
  return outcome;
}

void refuseCut(const Exchange& exchange) {
  if (exchange.truncated)
    throw PlaybackGap("the transcript does not hold the whole of '" + shortened(exchange.summary, 80) + "'");
}

}  // namespace

Playback::Playback(const Json& json) : session_(json.at("session")) {
  for (const auto& each : json.at("exchanges")) exchanges_.push_back(exchangeOf(each));
  for (const auto& each : json.at("steps")) {
    StepRecord record = stepRecordOf(each);
    std::string step = record.step;
    records_[step].push_back(std::move(record));
  }
}

bool Playback::lacksWhatCame() const {
  return std::any_of(exchanges_.begin(), exchanges_.end(), [](const Exchange& exchange) {
    if (exchange.direction != Direction::received) return false;
    const std::size_t head = exchange.text.find("\r\n\r\n");
    return exchange.text.find(kRedacted, head == std::string::npos ? 0 : head) != std::string::npos;
  });
}

StepRecord Playback::take(const std::string& step) {
  const std::scoped_lock lock(mutex_);
  const auto found = records_.find(step);
  if (found == records_.end() || found->second.empty())
    throw PlaybackGap("the transcript holds nothing of the step " + step);
  StepRecord record = std::move(found->second.front());
  found->second.pop_front();
  return record;
}

std::size_t Playback::times(const std::string& step, const StepRecord& within) const {
  const std::scoped_lock lock(mutex_);
  const auto found = records_.find(step);
  if (found == records_.end()) return 0;
  return static_cast<std::size_t>(
      std::count_if(found->second.begin(), found->second.end(), [&within](const StepRecord& record) {
        return record.beganMs >= within.beganMs && record.endedMs <= within.endedMs;
      }));
}

HttpOutcome Playback::answerOn(std::uint64_t connection, bool bodyless) const {
  for (const auto& exchange : exchanges_) {
    if (exchange.connection != connection || exchange.direction != Direction::received) continue;
    refuseCut(exchange);
    return outcomeOf(exchange, bodyless);
  }
  throw PlaybackGap("the transcript holds no answer on connection " + std::to_string(connection));
}

const Exchange& Playback::firstOn(std::uint64_t connection, Direction direction, const char* what) const {
  for (const auto& exchange : exchanges_)
    if (exchange.connection == connection && exchange.direction == direction) return exchange;
  throw PlaybackGap("the transcript holds no " + std::string(what) + " on connection " +
                    std::to_string(connection));
}

const Exchange& Playback::requestOn(std::uint64_t connection) const {
  return firstOn(connection, Direction::sent, "request");
}

const Exchange& Playback::noteOn(std::uint64_t connection) const {
  return firstOn(connection, Direction::note, "note");
}

void PlayedParty::deliverUntil(std::size_t end) {
  const std::scoped_lock lock(mutex_);
  end = std::min(end, playback_.exchanges().size());
  for (; next_ < end; ++next_) {
    const Exchange& exchange = playback_.exchanges()[next_];
    if (exchange.connection == connection_) deliver(exchange);
  }
}

std::optional<WebSocketEnd> PlayedParty::end() const {
  const std::scoped_lock lock(mutex_);
  return end_;
}

bool PlayedParty::hasPong(const std::string& payload) const {
  const std::scoped_lock lock(mutex_);
  return std::find(pongs_.begin(), pongs_.end(), payload) != pongs_.end();
}

void PlayedParty::deliver(const Exchange& exchange) {
  if (exchange.direction == Direction::sent) return;
  if (exchange.transport == Transport::callback) return deliverCallback(exchange);
  if (exchange.direction == Direction::received && !opened_) {
    opened_ = true;  // the answer to the handshake or to the request for a stream
    return;
  }
  exchange.transport == Transport::websocket ? deliverWebSocket(exchange) : deliverEvent(exchange);
}

void PlayedParty::deliverWebSocket(const Exchange& exchange) {
  const std::string& summary = exchange.summary;
  const auto is = [&summary](const char* kind) { return summary.starts_with(kind); };
  if (exchange.direction == Direction::note) {
    if (is("the connection ended")) end_ = WebSocketEnd{};
  } else if (is("text ") || is("binary ")) {
    refuseCut(exchange);
    is("text ") ? inbox.deliver(exchange.text) : inbox.deliverBinary(exchange.text);
  } else if (is("pong")) {
    pongs_.push_back(exchange.text);
  } else if (is("close ")) {
    WebSocketEnd end;
    const std::string code = summary.substr(6, summary.find(' ', 6) - 6);
    if (int number = 0; Poco::NumberParser::tryParse(code, number)) end.code = number;
    end.reason = exchange.text;
    end_ = end;
  } else if (!is("ping")) {
    WebSocketEnd end;
    end.defect = summary;
    end_ = end;
  }
  if (end_) inbox.end(end_->words());
}

void PlayedParty::deliverEvent(const Exchange& exchange) {
  if (exchange.direction == Direction::note) return inbox.end(exchange.summary);
  if (exchange.summary == "comment") return;
  refuseCut(exchange);
  // TYPE [ID] DATA, the data shortened.
  const std::string data = " " + readableUtf8(shortened(exchange.text, 100));
  const std::string head = exchange.summary.size() >= data.size() && exchange.summary.ends_with(data)
                               ? exchange.summary.substr(0, exchange.summary.size() - data.size())
                               : exchange.summary;
  const std::size_t space = head.find(' ');
  inbox.deliver(exchange.text, space == std::string::npos ? "" : head.substr(space + 1),
                head.substr(0, space));
}

void PlayedParty::deliverCallback(const Exchange& exchange) {
  if (exchange.direction != Direction::received) return;
  refuseCut(exchange);
  HttpReader reader(HttpReader::Kind::request);
  reader.feed(withFittingLength(exchange.text));
  const HttpMessage& request = reader.message();
  const bool ours = !isOfAnotherRun(request.body, playback_.session());
  if (reader.complete() && request.method == "POST" && ours)
    inbox.deliver(request.body, {}, {}, requestJson(request));
}

}  // namespace cast::conformance
