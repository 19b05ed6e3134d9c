#include "server.hpp"

#include <algorithm>

namespace cast::hub {
namespace {

constexpr std::chrono::seconds kLongestExpiryPause{1};
constexpr std::chrono::milliseconds kGoodbyePause{20};
constexpr std::size_t kTurnedAway = 100;  // connections

}  // namespace

Server::Server(Configuration configuration, const Variants& variants, Log& log)
    : configuration_(std::move(configuration)),
      log_(log),
      hub_(configuration_.sessions, variants, log),
      formats_(variants, configuration_.convertedBytes, hub_.metrics(), log),
      encoder_(formats_),
      webhooks_(configuration_.webhooks, formats_, hub_.metrics(), log,
                [this](const std::string& id) { loop_.post([this, id] { hub_.drop(id); }); }),
      router_({hub_, encoder_, configuration_}),
      connections_(loop_, {configuration_.channel.queue, configuration_.tick}),
      listener_(
          connections_,
          Poco::Net::SocketAddress(configuration_.address, static_cast<Poco::UInt16>(configuration_.port)),
          configuration_.maxConnections + kTurnedAway,
          [this](Connection& connection) { return speakHttp(connection); }) {
  hub_.setWebhooks(webhooks_);
}

// A few more than the limit are let in, to be told why they are not wanted.
std::shared_ptr<Protocol> Server::speakHttp(Connection& connection) {
  auto http = std::make_shared<HttpConnection>(connection, router_, configuration_.http);
  if (connections_.count() > configuration_.maxConnections) http->turnAway();
  return http;
}

void Server::run() {
  scheduleExpiry();
  loop_.run();
  const auto left = std::max(stopBy_ - LoopClock::now(), LoopClock::duration::zero());
  webhooks_.stop(std::chrono::duration_cast<std::chrono::milliseconds>(left));
}

void Server::stop() {
  loop_.post([this] { beginStop(); });
}

// In the order that loses nothing: no new connection, no new event, then what is queued leaves before the
// goodbye.
void Server::beginStop() {
  if (hub_.isStopping()) return;
  log_.info("stopping", {});
  listener_.close();
  hub_.stopAccepting();
  connections_.shutDown();
  stopBy_ = LoopClock::now() + configuration_.stopLimit;
  awaitGoodbyes();
}

void Server::awaitGoodbyes() {
  if (connections_.count() == 0 || LoopClock::now() >= stopBy_) return loop_.stop();
  loop_.at(LoopClock::now() + kGoodbyePause, [this] { awaitGoodbyes(); });
}

// Leases end on time: the loop wakes when the next one is over.
void Server::scheduleExpiry() {
  hub_.expire();
  auto pause = std::chrono::duration_cast<WallClock::duration>(kLongestExpiryPause);
  if (const auto next = hub_.sessions().nextExpiry()) {
    pause = std::clamp(*next - WallClock::now(), WallClock::duration(std::chrono::milliseconds(1)), pause);
  }
  loop_.at(LoopClock::now() + std::chrono::duration_cast<LoopClock::duration>(pause),
           [this] { scheduleExpiry(); });
}

}  // namespace cast::hub
