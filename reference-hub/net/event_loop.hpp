#pragma once
#include <sys/epoll.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace cast::hub {

using LoopClock = std::chrono::steady_clock;

/// Told by the loop when its descriptor is ready. Not owned by the loop: remove it before it dies.
class Watcher {
 public:
  virtual ~Watcher() = default;
  /// `events`: EPOLLIN, EPOLLOUT, EPOLLHUP, ... of epoll_ctl(2).
  virtual void ready(std::uint32_t events) = 0;
};

/// One thread's loop over epoll, timers and work from other threads. POCO's PollSet is epoll too, but has no
/// wake-up from another thread; hence this one. All members but post() and stop() belong to the thread that
/// calls run().
class EventLoop {
 public:
  using Task = std::function<void()>;
  using Timer = std::pair<LoopClock::time_point, std::uint64_t>;

  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  void watch(int descriptor, std::uint32_t events, Watcher& watcher);
  void rewatch(int descriptor, std::uint32_t events, Watcher& watcher);
  /// A watcher that is removed in a turn gets no call any more, even if its descriptor was ready in that
  /// turn.
  void unwatch(int descriptor, Watcher& watcher);

  Timer at(LoopClock::time_point when, Task task);
  void cancel(const Timer& timer) { timers_.erase(timer); }

  /// Runs the task when everything that was ready in this turn has been handled.
  void atEndOfTurn(Task task) { endOfTurn_.push_back(std::move(task)); }

  /// From any thread: runs the task in the loop's thread.
  void post(Task task);
  /// From any thread: run() returns after the current turn.
  void stop();
  void run();

 private:
  int waitMilliseconds() const;
  void dispatch(int count);
  void runTimers();
  void runPosted();
  void runEndOfTurn();

  int epoll_ = -1;
  int wake_ = -1;
  bool stopped_ = false;
  std::vector<epoll_event> ready_;
  std::vector<Watcher*> gone_;  // unwatched in this turn
  std::map<Timer, Task> timers_;
  std::uint64_t lastTimer_ = 0;
  std::vector<Task> endOfTurn_;
  std::mutex mutex_;
  std::vector<Task> posted_;  // guarded by mutex_
};

}  // namespace cast::hub
