#include "wire/transcript.hpp"

#include <algorithm>

#include "wire/redaction.hpp"

namespace cast::conformance {

void Transcript::record(const std::string& actor, Transport transport, Direction direction,
                        std::string_view summary, std::string_view bytes, std::uint64_t connection) {
  Exchange exchange;
  exchange.actor = actor;
  exchange.connection = connection;
  exchange.transport = transport;
  exchange.direction = direction;
  exchange.summary = redaction_.apply(summary);
  exchange.text = redaction_.apply(bytes);  // before it is cut, or half a token would stay
  exchange.bytes = bytes.size();
  add(std::move(exchange));
}

void Transcript::note(const std::string& actor, std::string_view text) {
  record(actor, Transport::runner, Direction::note, text, {});
}

void Transcript::add(Exchange exchange) {
  const std::scoped_lock lock(mutex_);
  exchange.atMs = elapsedMs();
  const std::size_t most = kept_ < kMostBytes ? kLongestText : kLittle;
  exchange.truncated = exchange.text.size() > most;
  if (exchange.truncated) exchange.text.resize(most);
  kept_ += exchange.text.size();
  if (exchanges_.size() < kMostExchanges)
    exchanges_.push_back(std::move(exchange));
  else
    ++leftOut_;
}

std::uint64_t Transcript::newConnection() {
  std::uint64_t number = 0;
  {
    const std::scoped_lock lock(mutex_);
    number = ++connections_;
  }
  if (listener_) listener_(number);
  return number;
}

std::size_t Transcript::size() const {
  const std::scoped_lock lock(mutex_);
  return exchanges_.size();
}

double Transcript::elapsedMs() const {
  const auto elapsed = std::chrono::duration<double, std::milli>(Clock::now() - began_).count();
  return static_cast<double>(static_cast<long long>(elapsed * 1000)) / 1000;
}

std::vector<Exchange> Transcript::exchanges() const {
  const std::scoped_lock lock(mutex_);
  std::vector<Exchange> all = exchanges_;
  if (leftOut_ > 0) {
    Exchange last;
    last.atMs = elapsedMs();
    last.actor = "runner";
    last.summary = std::to_string(leftOut_) + " further exchanges are not kept";
    all.push_back(last);
  }
  return all;
}

}  // namespace cast::conformance
