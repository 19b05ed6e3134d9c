#include "validator/watched_child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "validator/judgement.hpp"
#include "validator/trace.hpp"

namespace cast::validator {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr rlim_t kMaxMemory = rlim_t{2} << 30U;
constexpr rlim_t kMaxOutput = rlim_t{64} << 20U;
constexpr off_t kMaxSaid = 400;

[[noreturn]] void systemFailed(const char* call) {
  throw std::system_error(errno, std::generic_category(), call);
}

class Descriptor {
 public:
  explicit Descriptor(int number, const char* call) : number_(number) {
    if (number < 0) systemFailed(call);
  }
  ~Descriptor() { close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

// Memory that two processes see. Its number is above those the child gets, so that none is overwritten while
// they are put into place.
class SharedMemory {
 public:
  SharedMemory()
      : first_(memfd_create("cast-plugin", MFD_CLOEXEC), "memfd_create"),
        descriptor_(fcntl(first_.get(), F_DUPFD_CLOEXEC, 10), "fcntl") {}
  int get() const { return descriptor_.get(); }

  std::string read(off_t from, std::size_t size) const {
    std::string bytes(size, '\0');
    const ssize_t got = pread(get(), bytes.data(), size, from);
    bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return bytes;
  }
  off_t size() const { return lseek(get(), 0, SEEK_END); }
  std::string all() const { return read(0, static_cast<std::size_t>(size())); }
  std::string tail(off_t most) const {
    const off_t end = size();
    return read(end > most ? end - most : 0, static_cast<std::size_t>(most));
  }

 private:
  Descriptor first_;
  Descriptor descriptor_;
};

struct Channels {
  SharedMemory trace;
  SharedMemory result;
  SharedMemory said;  // standard output and error
};

pid_t spawn(const std::vector<std::string>& arguments, const Channels& channels) {
  std::vector<char*> words;
  std::string program = "cast-plugin";
  words.push_back(program.data());
  std::vector<std::string> copies = arguments;
  for (std::string& word : copies) words.push_back(word.data());
  words.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, channels.said.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, channels.said.get(), STDERR_FILENO);
  posix_spawn_file_actions_adddup2(&actions, channels.trace.get(), kTraceDescriptor);
  posix_spawn_file_actions_adddup2(&actions, channels.result.get(), kResultDescriptor);
  // A group of its own, so that what a plugin starts ends with it.
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t child = -1;
  const int problem = posix_spawn(&child, "/proc/self/exe", &actions, &attributes, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (problem != 0) throw std::system_error(problem, std::generic_category(), "posix_spawn");
  return child;
}

TraceRecord traceOf(const Channels& channels) {
  TraceRecord record{};
  const std::string bytes = channels.trace.read(0, sizeof(record));
  std::memcpy(&record, bytes.data(), bytes.size());
  record.doing[sizeof(record.doing) - 1] = '\0';
  return record;
}

enum class Watch { kEnded, kSilent };

// What a process has computed, and what it has had of the machine or waited for in line.
struct Activity {
  nanoseconds computed{};
  nanoseconds wanted{};
};

Activity activityOf(pid_t process) {
  Activity activity;
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(process, &clock) == 0 && clock_gettime(clock, &time) == 0)
    activity.computed = std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
  activity.wanted = activity.computed;
  std::error_code gone;
  const fs::path threads = "/proc/" + std::to_string(process) + "/task";
  for (fs::directory_iterator thread(threads, gone), end; !gone && thread != end; thread.increment(gone)) {
    std::ifstream stream(thread->path() / "schedstat");  // computed, waited in line; not every kernel has it
    std::int64_t computed = 0;
    std::int64_t waited = 0;
    if (stream >> computed >> waited) activity.wanted += nanoseconds(waited);
  }
  return activity;
}

// A process is silent where it computes for the limit without a further step, or does nothing for twice as
// long. Time that it waits in line does not count: a busy machine makes no plugin unsound.
Watch watch(pid_t child, int process, const Channels& channels, milliseconds limit) {
  const milliseconds interval = limit / 8 + milliseconds(1);
  std::uint64_t steps = 0;
  Activity atStep;
  nanoseconds wantedBefore{};
  nanoseconds idle{};
  for (;;) {
    pollfd ended{process, POLLIN, 0};
    const int ready = poll(&ended, 1, static_cast<int>(interval.count()));
    if (ready > 0) return Watch::kEnded;
    if (ready < 0 && errno != EINTR) systemFailed("poll");
    const std::uint64_t stepsNow = traceOf(channels).steps;
    const Activity now = activityOf(child);
    idle = stepsNow == steps && now.wanted == wantedBefore ? idle + interval : nanoseconds(0);
    if (stepsNow != steps) atStep = now;
    if (now.computed - atStep.computed > limit || idle > 2 * limit) return Watch::kSilent;
    steps = stepsNow;
    wantedBefore = now.wanted;
  }
}

std::string endInWords(Watch watched, int status, milliseconds limit) {
  if (watched == Watch::kSilent)
    return "no answer within " + std::to_string(limit.count()) + " ms of computing";
  if (WIFSIGNALED(status)) {
    const char* name = sigabbrev_np(WTERMSIG(status));
    return "the process was killed by SIG" + std::string(name ? name : std::to_string(WTERMSIG(status))) +
           " (" + strsignal(WTERMSIG(status)) + ")";
  }
  return "the process was ended with exit code " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

ChildEnd runWatched(const std::vector<std::string>& arguments, milliseconds limit) {
  const Channels channels;
  const pid_t child = spawn(arguments, channels);
  // The header that declares pidfd_open() is for C alone in this glibc.
  const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  Watch watched = Watch::kSilent;
  if (descriptor >= 0) {
    const Descriptor process(descriptor, "pidfd_open");
    watched = watch(child, process.get(), channels, limit);
  }
  // Before waitpid() frees its number: the group is gone or its own.
  kill(-child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (descriptor < 0) systemFailed("pidfd_open");

  ChildEnd end;
  end.result = channels.result.all();
  end.finished =
      watched == Watch::kEnded && WIFEXITED(status) && WEXITSTATUS(status) == 0 && !end.result.empty();
  if (end.finished) return end;
  end.how = endInWords(watched, status, limit) + " while " + traceOf(channels).doing;
  if (const std::string said = oneLine(channels.said.tail(kMaxSaid)); !said.empty())
    end.how += "; it said: " + said;
  return end;
}

void limitThisProcess() {
  const auto lower = [](auto resource, rlim_t value) {
    rlimit limit{};
    if (getrlimit(resource, &limit) != 0) return;
    limit.rlim_cur = std::min(limit.rlim_max, value);
    limit.rlim_max = limit.rlim_cur;
    setrlimit(resource, &limit);
  };
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // nobody is left to watch it
  lower(RLIMIT_CORE, 0);
  lower(RLIMIT_FSIZE, kMaxOutput);
  // Sanitizers reserve terabytes of addresses.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  lower(RLIMIT_AS, kMaxMemory);
#else
  (void)kMaxMemory;
#endif
}

}  // namespace cast::validator
