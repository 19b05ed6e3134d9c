#include "program.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>

#include "callback_link.hpp"
#include "input.hpp"
#include "publisher_link.hpp"
#include "stream_link.hpp"
#include "websocket_link.hpp"

namespace cast::client {
namespace {

/// The signals that end the program, as something to poll.
class EndSignals {
 public:
  EndSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    descriptor_ = ::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
  }
  ~EndSignals() { ::close(descriptor_); }
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;

  int descriptor() const { return descriptor_; }
  bool took() const {
    signalfd_siginfo signal{};
    return ::read(descriptor_, &signal, sizeof signal) == static_cast<ssize_t>(sizeof signal);
  }

 private:
  int descriptor_;
};

std::vector<std::unique_ptr<Link>> linksFor(const Parts& parts) {
  std::vector<std::unique_ptr<Link>> links;
  const Options& options = parts.options;
  if (options.transport == Transport::websocket) {
    links.push_back(std::make_unique<WebSocketLink>(parts));
    return links;
  }
  if (options.subscribes() && options.transport == Transport::sse)
    links.push_back(std::make_unique<StreamLink>(parts));
  else if (options.subscribes())
    links.push_back(std::make_unique<CallbackLink>(parts));
  if (!options.subscribes() || options.publishInput) links.push_back(std::make_unique<PublisherLink>(parts));
  return links;
}

/// The links and the input at work, each in a thread of its own, from construction to destruction.
class Crew {
 public:
  Crew(const Parts& parts, Input& input, const Flag& stop) : links_(linksFor(parts)), stop_(stop) {
    ended_.resize(links_.size(), Ended::done);
    left_ = links_.size();
    for (std::size_t i = 0; i < links_.size(); ++i)
      threads_.emplace_back([this, i] {
        ended_[i] = links_[i]->run();
        // A subscription goes on when its input is at an end; any other end is everybody's.
        if (--left_ == 0 || ended_[i] != Ended::done) idle_.raise();
      });
    if (!parts.options.subscribes() || parts.options.publishInput)
      threads_.emplace_back([&input] { input.run(); });
  }
  ~Crew() { join(); }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  const Flag& idle() const { return idle_; }
  /// Ends them all. What the worst end was.
  Ended join() {
    stop_.raise();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    Ended worst = Ended::done;
    for (const Ended each : ended_)
      if (each != Ended::done) worst = each;
    return worst;
  }

 private:
  std::vector<std::unique_ptr<Link>> links_;
  const Flag& stop_;
  std::vector<Ended> ended_;
  std::atomic<std::size_t> left_{0};
  Flag idle_;
  std::vector<std::thread> threads_;
};

/// From now on a signal ends the program at once, as it does any other.
void letSignalsThrough() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

/// Until everything is done or the end is asked for.
void waitForEnd(const Crew& crew, const Flag& stop, const EndSignals& signals) {
  while (!crew.idle().raised() && !stop.raised()) {
    waitForAny(signals.descriptor(), crew.idle().descriptor(), stop.descriptor(), Milliseconds(-1));
    if (signals.took()) stop.raise();
  }
  letSignalsThrough();
}

ExitCode codeOf(Ended ended, const Outbox& outbox, const Input& input) {
  if (ended == Ended::unreachable) return ExitCode::unreachable;
  const bool complete =
      ended == Ended::done && outbox.waiting() == 0 && outbox.refused() == 0 && input.faults() == 0;
  return complete ? ExitCode::done : ExitCode::incomplete;
}

ExitCode work(const Options& options) {
  const EndSignals signals;
  const HubAccess access(options);
  const Flag stop;
  Output output(options.quiet, stop);
  Reception reception(output, options.session, options.count, stop);
  Outbox outbox;
  Input input(options, outbox, output, stop);
  const Parts parts{options, access, output, reception, outbox, stop};
  Ended ended = Ended::done;
  {
    Crew crew(parts, input, stop);
    waitForEnd(crew, stop, signals);
    ended = crew.join();
  }
  if (outbox.waiting() > 0) output.error(std::to_string(outbox.waiting()) + " events were not sent");
  output.finish(options.closingTime);
  return codeOf(ended, outbox, input);
}

}  // namespace

ExitCode runProgram(const std::vector<std::string>& words) {
  const Options options = readOptions(words);
  if (options.command == Command::help) {
    std::cout << helpText();
    return ExitCode::done;
  }
  if (options.command == Command::version) {
    std::cout << "cast-client " CAST_CLIENT_VERSION "\n";
    return ExitCode::done;
  }
  return work(options);
}

}  // namespace cast::client
