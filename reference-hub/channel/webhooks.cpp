#include "channel/webhooks.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <stdexcept>

namespace cast::hub {
namespace {

constexpr std::size_t kMaxAnswer = 64U << 10U;  // bytes of an answer's body that are read and thrown away

std::size_t discard(const char*, std::size_t size, std::size_t count, void* seen) {
  auto& total = *static_cast<std::size_t*>(seen);
  total += size * count;
  return total > kMaxAnswer ? 0 : size * count;
}

}  // namespace

/// One subscription's notifications, one in flight at a time.
struct Webhooks::Lane {
  std::string subscriptionId;
  std::string url;
  std::deque<EventPtr> waiting;
  CURL* transfer = nullptr;
  curl_slist* headers = nullptr;
  std::size_t answerSize = 0;
  bool inFlight = false;
  bool ended = false;    // the subscription is over
  bool dropped = false;  // no new attempts
  int attempts = 0;
  Clock::time_point due;

  Lane(std::string id, std::string callback) : subscriptionId(std::move(id)), url(std::move(callback)) {
    headers = curl_slist_append(headers, "Content-Type: application/json");
    headers =
        curl_slist_append(headers, "Expect:");  // else libcurl waits for 100 Continue before a large body
    transfer = curl_easy_init();
    if (transfer == nullptr) throw std::runtime_error("libcurl has no memory for a transfer");
    curl_easy_setopt(transfer, CURLOPT_PRIVATE, this);
    curl_easy_setopt(transfer, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(transfer, CURLOPT_POST, 1L);
    curl_easy_setopt(transfer, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(transfer, CURLOPT_QUICK_EXIT, 1L);  // else a name server that hangs holds up all others
    curl_easy_setopt(transfer, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(transfer, CURLOPT_PROXY, "");
    curl_easy_setopt(transfer, CURLOPT_WRITEFUNCTION, &discard);
    curl_easy_setopt(transfer, CURLOPT_WRITEDATA, &answerSize);
    curl_easy_setopt(transfer, CURLOPT_USERAGENT, "cast-hub");
  }
  ~Lane() {
    curl_easy_cleanup(transfer);
    curl_slist_free_all(headers);
  }
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;
};

Webhooks::Webhooks(WebhookLimits limits, FormatNegotiation& formats, Metrics& metrics, Log& log,
                   EndSubscription endSubscription)
    : limits_(limits),
      formats_(formats),
      metrics_(metrics),
      log_(log),
      endSubscription_(std::move(endSubscription)),
      multi_((curl_global_init(CURL_GLOBAL_DEFAULT), curl_multi_init())) {
  if (multi_ == nullptr) throw std::runtime_error("libcurl can't be initialised");
  thread_ = std::thread([this] { run(); });
}

Webhooks::~Webhooks() {
  stop(std::chrono::milliseconds(0));
  for (auto& [id, lane] : lanes_) curl_multi_remove_handle(multi_, lane->transfer);
  lanes_.clear();
  curl_multi_cleanup(multi_);
}

void Webhooks::receive(const Subscription& subscription, const EventPtr& event) {
  post({subscription.id, subscription.callbackUrl, formats_.inPreferredFormat(subscription, event), false});
}

void Webhooks::ended(const Subscription& subscription, Ending why) {
  post({subscription.id, {}, nullptr, why != Ending::Expired});
}

void Webhooks::post(Post post) {
  bool wakes = false;
  {
    const std::lock_guard lock(mutex_);
    wakes = posts_.empty();
    posts_.push_back(std::move(post));
  }
  if (wakes) curl_multi_wakeup(multi_);
}

void Webhooks::stop(std::chrono::milliseconds limit) {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    stopAt_ = Clock::now() + limit;
  }
  curl_multi_wakeup(multi_);
  thread_.join();
}

void Webhooks::run() {
  while (true) {
    takePosts();
    startDue();
    int running = 0;
    curl_multi_perform(multi_, &running);
    collect();
    if (isDone()) break;
    curl_multi_poll(multi_, nullptr, 0, waitMilliseconds(), nullptr);
  }
  reportLeft();
}

void Webhooks::takePosts() {
  std::vector<Post> posts;
  {
    const std::lock_guard lock(mutex_);
    posts.swap(posts_);
  }
  for (Post& post : posts) take(std::move(post));
}

void Webhooks::take(Post post) {
  if (!post.event) return end(post);
  auto& slot = lanes_[post.subscriptionId];
  if (!slot) slot = std::make_unique<Lane>(post.subscriptionId, post.url);
  Lane& lane = *slot;
  if (lane.dropped) {  // and its subscription's end is on its way here
    ++metrics_.webhookGivenUp;
    return;
  }
  lane.url = post.url;
  lane.waiting.push_back(std::move(post.event));
  if (lane.waiting.size() == 1) return schedule(lane, Clock::now());
  if (lane.waiting.size() > limits_.queue) overflow(lane);
}

void Webhooks::end(const Post& post) {
  const auto found = lanes_.find(post.subscriptionId);
  if (found == lanes_.end()) return;
  Lane& lane = *found->second;
  lane.ended = true;
  if (post.dropsQueue) drop(lane);
  if (lane.waiting.empty()) lanes_.erase(found);
}

void Webhooks::overflow(Lane& lane) {
  const std::string sessionId = lane.waiting.front()->sessionId;
  const std::size_t lost = drop(lane);
  metrics_.webhookGivenUp += lost;
  log_.error(
      "callback too slow, subscription ended",
      {{"subscriptionId", lane.subscriptionId}, {"sessionId", sessionId}, {"lost", std::to_string(lost)}});
  endSubscription_(lane.subscriptionId);
}

// Nothing but the attempt that is under way is made any more; the number of notifications that are lost.
std::size_t Webhooks::drop(Lane& lane) {
  const std::size_t before = lane.waiting.size();
  lane.dropped = true;
  due_.erase({lane.due, &lane});
  lane.waiting.erase(lane.waiting.begin() + (lane.inFlight ? 1 : 0), lane.waiting.end());
  return before - lane.waiting.size();
}

void Webhooks::schedule(Lane& lane, Clock::time_point when) {
  due_.erase({lane.due, &lane});
  lane.due = when;
  due_.insert({lane.due, &lane});
}

void Webhooks::startDue() {
  const auto now = Clock::now();
  while (!due_.empty() && due_.begin()->first <= now) {
    Lane& lane = *due_.begin()->second;
    due_.erase(due_.begin());
    start(lane);
  }
}

void Webhooks::start(Lane& lane) {
  const std::string& body = lane.waiting.front()->notification;
  lane.inFlight = true;
  lane.answerSize = 0;
  ++lane.attempts;
  curl_easy_setopt(lane.transfer, CURLOPT_URL, lane.url.c_str());
  curl_easy_setopt(lane.transfer, CURLOPT_POSTFIELDS,
                   body.c_str());  // kept by the queue until it is answered
  curl_easy_setopt(lane.transfer, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(lane.transfer, CURLOPT_TIMEOUT_MS, static_cast<long>(limits_.timeout.count()));
  curl_multi_add_handle(multi_, lane.transfer);
}

void Webhooks::collect() {
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* transfer = message->easy_handle;
    const CURLcode code = message->data.result;
    long status = 0;
    Lane* lane = nullptr;
    curl_easy_getinfo(transfer, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(transfer, CURLINFO_PRIVATE, &lane);
    curl_multi_remove_handle(multi_, transfer);
    // A 2xx whose body is cut off, by us or by its sender, is a 2xx: sending again would be a repetition.
    const bool taken = status >= 200 && status < 300;
    const bool answered = code == CURLE_OK || taken;
    finish(*lane, taken, answered ? "status " + std::to_string(status) : curl_easy_strerror(code));
  }
}

void Webhooks::finish(Lane& lane, bool taken, const std::string& answer) {
  lane.inFlight = false;
  if (!taken) {
    ++metrics_.webhookAttemptsFailed;
    if (lane.attempts < limits_.attempts && !lane.dropped) {
      const auto pause = limits_.firstPause * (1 << std::min(lane.attempts - 1, 20));
      return schedule(lane, Clock::now() + std::min(pause, limits_.longestPause));
    }
    ++metrics_.webhookGivenUp;
    log_.error("notification given up", {{"subscriptionId", lane.subscriptionId},
                                         {"eventId", lane.waiting.front()->id},
                                         {"attempts", std::to_string(lane.attempts)},
                                         {"answer", answer}});
  } else {
    ++metrics_.sentWebhook;
  }
  lane.waiting.pop_front();
  next(lane);
}

void Webhooks::next(Lane& lane) {
  lane.attempts = 0;
  if (!lane.waiting.empty()) return schedule(lane, Clock::now());
  if (lane.ended) lanes_.erase(std::string(lane.subscriptionId));
}

bool Webhooks::isDone() {
  const std::lock_guard lock(mutex_);
  if (!stopping_ || !posts_.empty()) return false;
  const auto waits = [](const auto& entry) { return !entry.second->waiting.empty(); };
  return Clock::now() >= stopAt_ || std::none_of(lanes_.begin(), lanes_.end(), waits);
}

void Webhooks::reportLeft() {
  for (const auto& [id, lane] : lanes_) {
    for (const EventPtr& event : lane->waiting) {
      ++metrics_.webhookGivenUp;
      log_.error("notification undelivered at stop",
                 {{"subscriptionId", id}, {"eventId", event->id}, {"sessionId", event->sessionId}});
    }
  }
}

int Webhooks::waitMilliseconds() {
  constexpr std::chrono::milliseconds kLongest{1'000};
  auto wait = kLongest;
  const auto now = Clock::now();
  const auto until = [&](Clock::time_point when) {
    wait = std::clamp(std::chrono::ceil<std::chrono::milliseconds>(when - now), std::chrono::milliseconds(0),
                      wait);
  };
  if (!due_.empty()) until(due_.begin()->first);
  const std::lock_guard lock(mutex_);
  if (stopping_) until(stopAt_);
  return static_cast<int>(wait.count());
}

}  // namespace cast::hub
