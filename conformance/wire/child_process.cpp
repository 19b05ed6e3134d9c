#include "wire/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "wire/network_failure.hpp"

extern "C" {
#include <sys/pidfd.h>  // glibc 2.36 does not say that it is C
}

namespace cast::conformance {
namespace {

constexpr std::size_t kLongestLine = 1UL << 20U;

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      throw NetworkFailure("the runner has no descriptor left for a pipe");
  }
  ~Pipe() {
    for (const int end : ends)
      if (end >= 0) ::close(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  int take(std::size_t end) { return std::exchange(ends[end], -1); }
};

std::vector<std::string> completeEnvironment(const std::map<std::string, std::string>& further) {
  std::vector<std::string> all;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view entry = *each;
    if (!further.contains(std::string(entry.substr(0, entry.find('='))))) all.emplace_back(entry);
  }
  for (const auto& [name, value] : further) all.emplace_back(name).append("=").append(value);
  return all;
}

std::vector<char*> pointersOf(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Cuts what comes into lines.
class Lines {
 public:
  explicit Lines(bool error) : error_(error) {}
  void feed(std::string_view bytes, const ChildProcess::Listener& listener) {
    for (const char c : bytes) {
      if (c == '\n')
        finish(listener);
      else if (line_.size() < kLongestLine)
        line_ += c;
    }
  }
  void finish(const ChildProcess::Listener& listener) {
    if (listener.onLine) listener.onLine(error_, line_);
    line_.clear();
  }
  bool empty() const { return line_.empty(); }

 private:
  bool error_;
  std::string line_;
};

/// Reads what is there; false at the end.
bool drain(int descriptor, Lines& lines, const ChildProcess::Listener& listener) {
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count > 0) {
      lines.feed({buffer.data(), static_cast<std::size_t>(count)}, listener);
      continue;
    }
    return count < 0 && (errno == EAGAIN || errno == EINTR);
  }
}

std::string wordsOf(int exit) {
  return exit > 128 ? std::string("ended by the signal ") + ::strsignal(exit - 128)
                    : "ended with exit code " + std::to_string(exit);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& words,
                           const std::map<std::string, std::string>& environment, Listener listener)
    : listener_(std::move(listener)) {
  Pipe input;
  Pipe output;
  Pipe error;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input.ends[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, error.ends[1], STDERR_FILENO);
  // A socket of another check's that the client held open would hide from its peer that it was closed.
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  std::vector<std::string> arguments = words;
  std::vector<std::string> variables = completeEnvironment(environment);
  const int failure = ::posix_spawnp(&process_, arguments.front().c_str(), &actions, &attributes,
                                     pointersOf(arguments).data(), pointersOf(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0)
    throw NetworkFailure("the client '" + words.front() + "' cannot be started: " + std::strerror(failure));
  input_ = input.take(1);
  output_ = output.take(0);
  error_ = error.take(0);
  for (const int end : {input_, output_, error_}) ::fcntl(end, F_SETFL, O_NONBLOCK);
  handle_ = ::pidfd_open(process_, 0);
  stop_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  thread_ = std::thread([this] { watch(); });
}

ChildProcess::~ChildProcess() {
  ::kill(-process_, SIGKILL);
  ::eventfd_write(stop_, 1);
  thread_.join();
  for (const int end : {input_, output_, error_, handle_, stop_})
    if (end >= 0) ::close(end);
}

void ChildProcess::signal(int number) {
  const std::scoped_lock lock(mutex_);
  if (!exit_) ::kill(-process_, number);
}

void ChildProcess::write(const std::string& bytes) {
  std::string_view left = bytes;
  while (!left.empty()) {
    pollfd entry{input_, POLLOUT, 0};
    if (::poll(&entry, 1, 2000) <= 0) return;  // it does not read: the step that waits for an effect tells
    const ssize_t count = ::write(input_, left.data(), left.size());
    if (count < 0 && errno != EAGAIN && errno != EINTR) return;
    if (count > 0) left.remove_prefix(static_cast<std::size_t>(count));
  }
}

std::optional<int> ChildProcess::awaitExit(const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, deadline.at(), [&] { return exit_.has_value(); });
  return exit_;
}

void ChildProcess::watch() {
  Lines output(false);
  Lines error(true);
  bool outputOpen = true;
  bool errorOpen = true;
  for (;;) {
    std::array<pollfd, 4> entries{{{handle_, POLLIN, 0},
                                   {stop_, POLLIN, 0},
                                   {outputOpen ? output_ : -1, POLLIN, 0},
                                   {errorOpen ? error_ : -1, POLLIN, 0}}};
    if (::poll(entries.data(), entries.size(), -1) < 0) continue;
    if (entries[2].revents != 0) outputOpen = drain(output_, output, listener_);
    if (entries[3].revents != 0) errorOpen = drain(error_, error, listener_);
    if (entries[0].revents != 0 || entries[1].revents != 0) break;
  }
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  if (outputOpen) drain(output_, output, listener_);
  if (errorOpen) drain(error_, error, listener_);
  for (Lines* lines : {&output, &error})
    if (!lines->empty()) lines->finish(listener_);
  const int exit = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  {
    const std::scoped_lock lock(mutex_);
    exit_ = exit;
    changed_.notify_all();
  }
  if (listener_.onExit) listener_.onExit(wordsOf(exit));
}

}  // namespace cast::conformance
