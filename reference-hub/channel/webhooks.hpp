#pragma once
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "channel/format_negotiation.hpp"
#include "log.hpp"
#include "metrics.hpp"
#include "session/subscription.hpp"

namespace cast::hub {

struct WebhookLimits {
  std::chrono::milliseconds timeout{5'000};   ///< of one attempt, connecting included
  int attempts = 5;                           ///< for one notification
  std::chrono::milliseconds firstPause{200};  ///< before the second attempt; doubles from then on
  std::chrono::milliseconds longestPause{5'000};
  std::size_t queue = 1'000;  ///< notifications that may wait for one callback
};

/// Posts notifications to callback URLs (implementation guide, "Notifications"). One thread drives all
/// transfers with libcurl's multi interface, so that no number of dead callbacks delays another. In order for
/// each subscription: the next notification starts when the one before was taken or given up.
class Webhooks : public Receiver {
 public:
  using EndSubscription = std::function<void(const std::string& subscriptionId)>;

  /// `formats` is asked by the loop's thread. `endSubscription` is called by the sending thread when a
  /// callback's queue is over the limit.
  Webhooks(WebhookLimits limits, FormatNegotiation& formats, Metrics& metrics, Log& log,
           EndSubscription endSubscription);
  ~Webhooks() override;

  void receive(const Subscription& subscription, const EventPtr& event) override;
  void ended(const Subscription& subscription, Ending why) override;

  /// Delivers what waits for at most `limit`, then stops the thread. What is left is logged, event by event.
  void stop(std::chrono::milliseconds limit);

 private:
  using Clock = std::chrono::steady_clock;
  struct Lane;
  struct Post {
    std::string subscriptionId;
    std::string url;
    EventPtr event;           // null: the subscription ended
    bool dropsQueue = false;  // at its end: what waits is not sent any more
  };

  void post(Post post);
  void run();
  void takePosts();
  void take(Post post);
  void end(const Post& post);
  void overflow(Lane& lane);
  std::size_t drop(Lane& lane);
  void startDue();
  void start(Lane& lane);
  void collect();
  void finish(Lane& lane, bool taken, const std::string& answer);
  void next(Lane& lane);
  void schedule(Lane& lane, Clock::time_point when);
  bool isDone();
  void reportLeft();
  int waitMilliseconds();

  const WebhookLimits limits_;
  FormatNegotiation& formats_;
  Metrics& metrics_;
  Log& log_;
  EndSubscription endSubscription_;
  void* multi_;  // CURLM

  std::mutex mutex_;
  std::vector<Post> posts_;   // guarded by mutex_
  bool stopping_ = false;     // guarded by mutex_
  Clock::time_point stopAt_;  // guarded by mutex_

  // The sending thread's own:
  std::map<std::string, std::unique_ptr<Lane>> lanes_;  // by subscription id
  std::set<std::pair<Clock::time_point, Lane*>> due_;
  std::thread thread_;
};

}  // namespace cast::hub
