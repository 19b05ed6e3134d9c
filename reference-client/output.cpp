#include "output.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace cast::client {
namespace {

constexpr std::size_t kPiece =
    4096;  // a pipe that polls writable takes so many bytes without blocking (PIPE_BUF)

}  // namespace

Output::Output(bool quiet, const Flag& broken) : quiet_(quiet), broken_(broken) {
  thread_ = std::thread([this] { write(); });
}

Output::~Output() { finish(Milliseconds(0)); }

void Output::event(std::string line) { put({STDOUT_FILENO, std::move(line) + "\n"}); }

void Output::remark(const std::string& words) {
  if (!quiet_) error(words);
}

void Output::error(const std::string& words) { put({STDERR_FILENO, "cast-client: " + words + "\n"}); }

void Output::put(Line line) {
  const std::scoped_lock lock(mutex_);
  if (bytes_ + line.bytes.size() > kMostBytes) {
    ++dropped_;
    return;
  }
  bytes_ += line.bytes.size();
  lines_.push_back(std::move(line));
  changed_.notify_all();
}

void Output::finish(Milliseconds time) {
  {
    std::unique_lock lock(mutex_);
    ending_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, time, [&] { return lines_.empty() && idle_; });
  }
  stop_.raise();
  if (thread_.joinable()) thread_.join();
}

void Output::write() {
  std::unique_lock lock(mutex_);
  for (;;) {
    idle_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !lines_.empty() || ending_; });
    if (lines_.empty()) return;
    idle_ = false;
    const Line line = std::move(lines_.front());
    lines_.pop_front();
    bytes_ -= line.bytes.size();
    const std::size_t dropped = std::exchange(dropped_, 0);
    lock.unlock();
    if (dropped > 0)
      writeWhole(
          {STDERR_FILENO, "cast-client: nobody reads: " + std::to_string(dropped) + " lines dropped\n"});
    const bool written = writeWhole(line);
    lock.lock();
    if (!written) {
      lines_.clear();
      bytes_ = 0;
    }
  }
}

bool Output::writeWhole(const Line& line) {
  std::string_view left = line.bytes;
  while (!left.empty()) {
    std::array<pollfd, 2> entries{{{line.descriptor, POLLOUT, 0}, {stop_.descriptor(), POLLIN, 0}}};
    if (::poll(entries.data(), entries.size(), -1) < 0) continue;
    if (entries[1].revents != 0 && entries[0].revents == 0) return false;
    const ssize_t count = ::write(line.descriptor, left.data(), std::min(left.size(), kPiece));
    if (count > 0) left.remove_prefix(static_cast<std::size_t>(count));
    if (count >= 0 || errno == EAGAIN || errno == EINTR) continue;
    if (line.descriptor == STDOUT_FILENO) broken_.raise();
    return false;
  }
  return true;
}

}  // namespace cast::client
