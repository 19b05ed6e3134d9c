#include "net/event_loop.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace cast::hub {
namespace {

constexpr std::size_t kEventsPerTurn = 512;

int orThrow(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

}  // namespace

EventLoop::EventLoop()
    : epoll_(orThrow(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      wake_(orThrow(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")),
      ready_(kEventsPerTurn) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = nullptr;
  orThrow(epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event), "epoll_ctl");
}

EventLoop::~EventLoop() {
  close(wake_);
  close(epoll_);
}

void EventLoop::watch(int descriptor, std::uint32_t events, Watcher& watcher) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &watcher;
  orThrow(epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event), "epoll_ctl");
}

void EventLoop::rewatch(int descriptor, std::uint32_t events, Watcher& watcher) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &watcher;
  orThrow(epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event), "epoll_ctl");
}

void EventLoop::unwatch(int descriptor, Watcher& watcher) {
  epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
  gone_.push_back(&watcher);
}

EventLoop::Timer EventLoop::at(LoopClock::time_point when, Task task) {
  const Timer timer{when, ++lastTimer_};
  timers_.emplace(timer, std::move(task));
  return timer;
}

void EventLoop::post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    posted_.push_back(std::move(task));
  }
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(wake_, &one, sizeof one);  // full means: awake anyway
}

void EventLoop::stop() {
  post([this] { stopped_ = true; });
}

void EventLoop::run() {
  while (!stopped_) {
    const int count = epoll_wait(epoll_, ready_.data(), static_cast<int>(ready_.size()), waitMilliseconds());
    if (count < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "epoll_wait");
    gone_.clear();
    dispatch(count);
    runPosted();
    runTimers();
    runEndOfTurn();
  }
}

int EventLoop::waitMilliseconds() const {
  if (!endOfTurn_.empty()) return 0;
  if (timers_.empty()) return -1;
  const auto wait = timers_.begin()->first.first - LoopClock::now();
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(wait).count();
  return static_cast<int>(std::clamp<std::int64_t>(milliseconds, 0, 60'000));
}

void EventLoop::dispatch(int count) {
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = ready_[static_cast<std::size_t>(i)];
    auto* watcher = static_cast<Watcher*>(event.data.ptr);
    if (watcher == nullptr) {
      std::uint64_t ignored = 0;
      [[maybe_unused]] const auto bytes = read(wake_, &ignored, sizeof ignored);
    } else if (std::find(gone_.begin(), gone_.end(), watcher) == gone_.end()) {
      watcher->ready(event.events);
    }
  }
}

void EventLoop::runPosted() {
  std::vector<Task> tasks;
  {
    const std::lock_guard lock(mutex_);
    tasks.swap(posted_);
  }
  for (const Task& task : tasks) task();
}

void EventLoop::runTimers() {
  const auto now = LoopClock::now();
  while (!timers_.empty() && timers_.begin()->first.first <= now) {
    const Task task = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    task();
  }
}

void EventLoop::runEndOfTurn() {
  std::vector<Task> tasks;
  tasks.swap(endOfTurn_);
  for (const Task& task : tasks) task();
}

}  // namespace cast::hub
