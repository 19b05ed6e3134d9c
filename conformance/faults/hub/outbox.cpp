#include "hub/outbox.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace cast::conformance::faults {

struct Outbox::State {
  struct Entry {
    std::string message;
    bool late;
  };

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Entry> waiting;
  bool finishing = false;
  bool closed = false;
  bool ended = false;
  Send send;

  void run() {
    std::unique_lock lock(mutex);
    while (awaitNext(lock)) {
      const std::string message = std::move(waiting.front().message);
      waiting.pop_front();
      lock.unlock();
      const bool sent = trySend(message);
      lock.lock();
      if (!sent) closed = true;
    }
    ended = true;
    send = nullptr;
    changed.notify_all();
  }

  bool awaitNext(std::unique_lock<std::mutex>& lock) {
    changed.wait(lock, [this] { return closed || finishing || !waiting.empty(); });
    if (closed || waiting.empty()) return false;
    if (waiting.front().late) {
      changed.wait(lock, [this] { return closed || finishing || waiting.size() > 1; });
      if (waiting.size() > 1) std::swap(waiting[0], waiting[1]);
      waiting[waiting.size() > 1 ? 1 : 0].late = false;
    }
    return !closed;
  }

  bool trySend(const std::string& message) {
    try {
      send(message);
      return true;
    } catch (const std::exception&) {
      return false;  // The receiver is gone.
    }
  }
};

Outbox::Outbox(Send send) : state_(std::make_shared<State>()) {
  state_->send = std::move(send);
  std::thread([state = state_] { state->run(); }).detach();
}

Outbox::~Outbox() { close(); }

void Outbox::push(std::string message, bool late) {
  const std::lock_guard lock(state_->mutex);
  if (state_->closed || state_->finishing) return;
  state_->waiting.push_back({std::move(message), late});
  state_->changed.notify_all();
}

std::size_t Outbox::waiting() const {
  const std::lock_guard lock(state_->mutex);
  std::size_t bytes = 0;
  for (const auto& entry : state_->waiting) bytes += entry.message.size();
  return bytes;
}

void Outbox::finish() {
  const std::lock_guard lock(state_->mutex);
  state_->finishing = true;
  state_->changed.notify_all();
}

void Outbox::close() {
  const std::lock_guard lock(state_->mutex);
  state_->closed = true;
  state_->changed.notify_all();
}

void Outbox::awaitEnd() {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait(lock, [this] { return state_->ended; });
}

}  // namespace cast::conformance::faults
